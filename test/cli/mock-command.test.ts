import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startMock } from "../../src/mock/index.js";
import { path } from "../mock/calls.js";
import { run } from "./captured.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mock-command-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fileOf(text: string): Promise<string> {
  const file = join(folder, "faults.json");
  await writeFile(file, text);
  return file;
}

function post(url: string, token: string): Promise<Response> {
  return fetch(`${url}${path}?channel=EMAIL`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify({ inputs: ["ada@example.com"] }),
  });
}

describe("mock", () => {
  test("prints where it listens as its first line, runs, and ends with 0 on a signal", async () => {
    const { out, code, stop } = run("mock");
    await expect.poll(() => out.length).toBe(1);
    const [, url] = /^listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(out[0] ?? "") ?? [];
    expect((await post(String(url), "mock-token")).status).toBe(200);
    stop();
    expect(await code).toBe(0);
    expect(out).toHaveLength(1);
    await expect(fetch(String(url))).rejects.toThrow();
  });

  test("takes a token, a limit and faults", async () => {
    const faults = await fileOf('\uFEFF[{"kind": "status", "status": 503, "body": "html"}]');
    const { out, code, stop } = run("mock", "--token=T1", "--rate=1/10", "--faults", faults);
    await expect.poll(() => out.length).toBe(1);
    const url = (out[0] ?? "").trim().replace("listening on ", "");
    const statuses: number[] = [];
    for (const token of ["T2", "T2", "T1", "T1"]) statuses.push((await post(url, token)).status);
    expect(statuses).toEqual([503, 401, 200, 429]);
    stop();
    expect(await code).toBe(0);
  });

  test("logs each call on stderr when asked, without addresses", async () => {
    const faults = await fileOf('[{"kind": "reset", "when": "before", "skip": 1}]');
    const { out, err, code, stop } = run("mock", "--log", "--faults", faults);
    await expect.poll(() => out.length).toBe(1);
    const url = (out[0] ?? "").trim().replace("listening on ", "");
    await post(url, "mock-token");
    await expect(post(url, "mock-token")).rejects.toThrow();
    await post(url, "other");
    stop();
    expect(await code).toBe(0);
    expect(err.slice(1).map((line) => line.replace(/^\d\d:\d\d:\d\d /, ""))).toEqual([
      "batchUnsubscribeAll, 1 address: 200\n",
      "batchUnsubscribeAll, 1 address: no answer (fault: reset)\n",
      "batchUnsubscribeAll, 1 address: 401\n",
    ]);
  });

  test("takes a delay of the read, scopes and a cap", async () => {
    const scopes = "communication_preferences.write,communication_preferences.statuses.batch.write";
    const more = ["--read-lag=0.5", "--cap=1", `--scopes=${scopes}`];
    const { out, code, stop } = run("mock", ...more);
    await expect.poll(() => out.length).toBe(1);
    const url = (out[0] ?? "").trim().replace("listening on ", "");
    const tooMany = await fetch(`${url}${path}?channel=EMAIL`, {
      method: "POST",
      headers: { Authorization: "Bearer mock-token" },
      body: JSON.stringify({ inputs: ["ada@example.com", "bob@example.com"] }),
    });
    expect(tooMany.status).toBe(400);
    expect((await post(url, "mock-token")).status).toBe(200);
    const read = await fetch(`${url}${path}/read?channel=EMAIL`, {
      method: "POST",
      headers: { Authorization: "Bearer mock-token" },
      body: JSON.stringify({ inputs: ["ada@example.com"] }),
    });
    expect(read.status).toBe(403);
    stop();
    expect(await code).toBe(0);
  });

  test("listens on the port it is given", async () => {
    const before = await startMock();
    await before.close();
    const { out, code, stop } = run("mock", "--port", String(before.port));
    await expect.poll(() => out.length).toBe(1);
    expect(out).toEqual([`listening on http://127.0.0.1:${before.port}\n`]);
    stop();
    expect(await code).toBe(0);
  });

  test("a port that is taken: says so, and 2", async () => {
    await using taken = await startMock();
    const { out, err, code } = run("mock", "--port", String(taken.port));
    expect(await code).toBe(2);
    expect(err.join("")).toContain(`port ${taken.port} on 127.0.0.1: it is in use`);
    expect(out).toEqual([]);
  });

  test.each([
    ["--port=x", "--port must be"],
    ["--port=65536", "--port must be"],
    ["--rate=190", "--rate must be CALLS/SECONDS"],
    ["--rate=0/10", "--rate must be CALLS/SECONDS"],
    ["--rate=1/0", "--rate must be CALLS/SECONDS"],
    ["--rate=1/10s", "--rate must be CALLS/SECONDS"],
    ["--token=PAT-x", "token looks like a real one"],
    [
      "--scopes=oauth,communication_preferences.reed",
      "--scopes: number 2 is no scope that the mock asks for; did you mean communication_preferences.read?",
    ],
    [
      "--scopes=crm.objects.contacts.read",
      "--scopes: number 1 is no scope that the mock asks for; there is communication_",
    ],
  ])("%s: says what is wrong, and 2", async (flag, message) => {
    const { err, code } = run("mock", flag);
    expect(await code).toBe(2);
    expect(err.join("")).toContain(message);
  });

  test.each([
    ['[\n  {"kind": "reset", "when": "before",}\n]', ":2:38: this is not JSON"],
    ["", ":1:1: this is not JSON"],
    ['{"kind": "reset"}', ": faults must be a list"],
    ['[{"kind": "truncate"}, {"kind": "reset"}]', ": faults[1].when must be"],
  ])("a faults file of %j: names the file and the place, and 2", async (text, message) => {
    const faults = await fileOf(text);
    const { err, code } = run("mock", "--faults", faults);
    expect(await code).toBe(2);
    expect(err.join("")).toContain(`${faults}${message}`);
  });

  test("a faults file that is not there, or is a folder: says so, and 2", async () => {
    const missing = run("mock", "--faults", join(folder, "none.json"));
    expect(await missing.code).toBe(2);
    expect(missing.err.join("")).toContain("none.json: there is no such file");
    const wrong = run("mock", "--faults", folder);
    expect(await wrong.code).toBe(2);
    expect(wrong.err.join("")).toContain("it is a folder");
  });
});

describe("the program", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const start = (...argv: string[]) =>
    spawn(process.execPath, ["--import", "tsx", "src/cli/bin.ts", ...argv], { cwd: root });

  // On Windows a signal from outside ends a process without a word.
  test.skipIf(process.platform === "win32").each(["SIGINT", "SIGTERM"] as const)(
    "runs the mock until %s, then exits 0",
    async (signal) => {
      const child = start("mock");
      const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
      expect(line).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\n$/);
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
    },
  );

  test("exits 2 on a bad flag, with nothing on stdout", async () => {
    const child = start("mock", "--rate", "fast");
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    expect(await once(child, "close")).toEqual([2, null]);
    expect(out).toBe("");
    expect(err).toBe(
      "hubspot-batch-unsubscribe: --rate must be CALLS/SECONDS, such as 190/10\nTry hubspot-batch-unsubscribe mock --help\n",
    );
  });
});
