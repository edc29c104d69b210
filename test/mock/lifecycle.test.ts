import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

import { startMock } from "../../src/mock/index.js";
import { call, path } from "./calls.js";

const inputs = ["ada@example.com"];

describe("the server", () => {
  test("listens on loopback, on a free port unless told", async () => {
    await using mock = await startMock();
    expect(mock.port).toBeGreaterThan(0);
    expect(mock.url).toBe(`http://127.0.0.1:${mock.port}`);
  });

  test("rejects with the system's code when the port is taken", async () => {
    await using mock = await startMock();
    await expect(startMock({ port: mock.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("gives the same answers to the same calls", async () => {
    const answers = await Promise.all(
      [1, 2].map(async () => {
        await using mock = await startMock({ now: () => 0 });
        const first = await (await call(mock, inputs)).text();
        const second = await (await call(mock, inputs, { token: "other" })).text();
        return [first, second];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  test("close frees the port, can be called twice, and ends kept connections", async () => {
    const mock = await startMock();
    await (await call(mock, inputs)).text(); // fetch keeps this connection open
    await Promise.all([mock.close(), mock.close()]);
    await mock.close();
    await using again = await startMock({ port: mock.port });
    expect(again.port).toBe(mock.port);
  });

  test("leaves nothing behind that would keep a process alive", async () => {
    // By its own exit: stalled and delayed answers hold sockets and a timer of an hour until then.
    const script = `
      import { startMock } from "./src/mock/index.ts";
      const faults = [{ kind: "latency", ms: 3_600_000 }, { kind: "stall", when: "before", skip: 1 }];
      const mock = await startMock({ faults });
      const failed = Promise.allSettled([1, 2].map(() => fetch(mock.url + "${path}", {
        method: "POST", body: "{}",
      })));
      while (mock.state().calls.length < 2) await new Promise((resolve) => setImmediate(resolve));
      await mock.close();
      const ends = await failed;
      console.log(ends.map((end) => end.status).join());
    `;
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", script],
      {
        cwd: fileURLToPath(new URL("../..", import.meta.url)),
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    expect(await once(child, "close")).toEqual([0, null]);
    expect(out).toBe("rejected,rejected\n");
  });

  test("holds its own when many call at once", async () => {
    await using mock = await startMock({ rate: { calls: 20, seconds: 3600 } });
    const responses = await Promise.all(
      Array.from({ length: 30 }, (_, index) => call(mock, [`reader${index}@example.com`])),
    );
    expect(responses.filter((response) => response.status === 200)).toHaveLength(20);
    expect(responses.filter((response) => response.status === 429)).toHaveLength(10);
    expect(mock.state().out["portal"]).toHaveLength(20);
    expect(mock.state().calls).toHaveLength(30);
  });
});
