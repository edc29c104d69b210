import { request } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";

import { Account, FullError, OptOuts } from "../../src/mock/account.js";
import { CallLog } from "../../src/mock/call-log.js";
import { startMock, type Mock } from "../../src/mock/index.js";
import { operate } from "../../src/mock/operate.js";
import { resolveOptions } from "../../src/mock/options.js";
import { readBody } from "../../src/mock/server.js";
import { call, path } from "./calls.js";

/** Asks for the record under a name, in whatever form the target is written. */
async function askAs(mock: Mock, host: string, target = "/__mock/state"): Promise<number> {
  return new Promise((resolve, reject) => {
    const { port } = mock;
    const sent = request({ host: "127.0.0.1", port, path: target, headers: { Host: host } });
    sent.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

describe("the name that a request was sent to", () => {
  test.each(["localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:80", "127.9.9.9", "[::1]:80"])(
    "may be one of this machine: %s",
    async (host) => {
      await using mock = await startMock();
      expect(await askAs(mock, host)).toBe(200);
    },
  );

  test.each([
    "evil.example",
    "evil.example:80",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.168.0.7",
    "0.0.0.0",
    "user@localhost.example",
    "local host",
  ])("may be no other, so that no page of another site reads the record: %j", async (host) => {
    await using mock = await startMock();
    await call(mock, ["ada@example.com"]);
    expect(await askAs(mock, host)).toBe(421);
    expect(await askAs(mock, host, `${path}?channel=EMAIL`)).toBe(421);
  });

  test("is that of the target too, where the target is a whole URL", async () => {
    await using mock = await startMock();
    expect(await askAs(mock, "localhost", "http://evil.example/__mock/state")).toBe(421);
    expect(await askAs(mock, "localhost", "http://localhost/__mock/state")).toBe(200);
  });
});

test("no answer allows another origin anything", async () => {
  await using mock = await startMock();
  const headers = {
    Origin: "https://evil.example",
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Private-Network": "true",
  };
  for (const method of ["OPTIONS", "GET", "POST"]) {
    for (const target of ["/__mock/state", path, "/other"]) {
      const answer = await fetch(mock.url + target, { method, headers });
      const names = [...answer.headers.keys()];
      expect(names.filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  }
});

describe("memory", () => {
  test("a body that comes a byte at a time takes little more than its size", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    let grown = 0;
    async function* bytes(): AsyncGenerator<Buffer> {
      collect();
      const { heapUsed } = process.memoryUsage();
      for (let count = 0; count < 500_000; count += 1) yield Buffer.from("a");
      collect();
      grown = process.memoryUsage().heapUsed - heapUsed;
    }
    expect(await readBody(bytes())).toBe("a".repeat(500_000));
    expect(grown).toBeLessThan(10e6); // as many buffers would take five times that
  });

  test("the log drops its oldest calls, by number and by addresses", () => {
    const facts = { operationId: "batchUnsubscribeAll", portalId: 1, at: 0 };
    const caller = { token: null, businessUnitId: null };
    const rest = { ...caller, judged: 200, status: 200, fault: null };
    const counting = new CallLog({ keepInputs: false, onCall: undefined });
    for (let at = 1; at <= 100_001; at += 1) counting.add([], { ...facts, ...rest, at });
    expect(counting.snapshot().length).toBeLessThanOrEqual(100_000);
    expect(counting.snapshot().at(-1)?.at).toBe(100_001);

    const keeping = new CallLog({ keepInputs: true, onCall: undefined });
    const thousand = Array.from({ length: 1_000 }, () => "ada@example.com");
    for (let at = 1; at <= 1_001; at += 1) keeping.add(thousand, { ...facts, ...rest, at });
    expect(keeping.snapshot().length).toBeLessThanOrEqual(1_000);
    expect(keeping.snapshot().at(-1)?.at).toBe(1_001);
  });

  test("the record takes no address beyond its bound, and then none of the call", () => {
    const optOuts = new OptOuts(200);
    optOuts.add(undefined, ["ada@example.com"], 0);
    expect(() => optOuts.add(7, ["ben@example.org", "cem@example.net"], 0)).toThrow(FullError);
    expect(optOuts.snapshot()).toEqual({ portal: ["ada@example.com"] });
    optOuts.clear();
    optOuts.add(7, ["ben@example.org", "cem@example.net"], 0);
    expect(optOuts.snapshot()).toEqual({ "7": ["ben@example.org", "cem@example.net"] });
  });

  test("a call beyond the bound is answered with a 507", () => {
    const options = resolveOptions({});
    const [own] = options.accounts;
    if (own === undefined) throw new Error("no account");
    const account = new Account(own, () => 0, new OptOuts(10));
    const operation = { correlationId: "c", operationId: "batchUnsubscribeAll" } as const;
    const call = { parameters: new Map(), inputs: ["ada@example.com"], badAddresses: [], now: 0 };
    expect(operate({ ...operation, ...call, account }, options).status).toBe(507);
  });
});
