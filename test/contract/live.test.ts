import { execFile } from "node:child_process";
import { expect, test } from "vitest";

import { startMock, type MockOptions } from "../../src/mock/index.js";

const address = "ana@example.com";

/** Runs the command that holds the contract against a server, here against the mock, with its token or another. */
async function run({ token: sent, ...options }: MockOptions, ...flags: string[]) {
  await using mock = await startMock({ ...options, token: "secret-mock-token" });
  const command = ["--import", "tsx", "scripts/contract/main.ts"];
  const args = [...command, "--server", mock.url, "--address", address, ...flags];
  const env = { ...process.env, HUBSPOT_ACCESS_TOKEN: sent ?? mock.token };
  return await new Promise<{ code: number; out: string; err: string; calls: number }>((resolve) => {
    const child = execFile(process.execPath, args, { env }, (_error, out, err) => {
      resolve({ code: child.exitCode ?? -1, out, err, calls: mock.state().calls.length });
    });
    child.stdin?.end();
  });
}

test("the mock keeps the contract, and what is open is answered", async () => {
  const { code, out, err } = await run(
    { readLagMs: 1_500, rate: { calls: 190, seconds: 10 } },
    "--yes",
  );
  expect(code, out + err).toBe(0);
  expect(out).toContain("Workflows: 5 passed, 5 total");
  expect(out).toMatch(/whose it is\?\n +account 1234567, type STANDARD, time zone UTC/);
  expect(out).toMatch(/How soon does a read show an opt-out\?\n +within \d\.\d s/);
  expect(out).toMatch(/Which limit does the account have\?\n +190 calls in 10000 ms/);
  expect(out + err).not.toContain("secret-mock-token");
});

test("so it does in another version of the API, which the calls about subscriptions have in their paths", async () => {
  const { code, out, err } = await run({}, "--yes", "--api-version", "2026-09");
  expect(code, out + err).toBe(0);
  expect(out).toContain("Workflows: 5 passed, 5 total");
  expect(out).toContain("/communication-preferences/2026-09/statuses/batch/unsubscribe-all");
  expect(out).not.toContain("/communication-preferences/2026-03/");
  expect(out).toContain("/account-info/2026-03/details");
  const wrong = await run({}, "--yes", "--api-version", "v4");
  expect([wrong.code, wrong.calls]).toEqual([2, 0]);
  expect(wrong.err).toContain("--api-version must be 2026-03 or 2026-09");
});

test("a server that does not keep it fails the run, and the token is not shown", async () => {
  const { code, out, err } = await run({ scopes: [] }, "--yes");
  expect(code).toBe(1);
  expect(out).toMatch(/Workflows: .*3 failed/);
  expect(out + err).not.toContain("secret-mock-token");
});

test("a token that is refused ends the run at the first call, with one sentence", async () => {
  const { code, out, err, calls } = await run({ token: "secret-wrong-token" }, "--yes");
  expect([code, calls]).toEqual([2, 1]);
  expect(err).toMatch(
    /^contract: http:\S+ does not accept the token in HUBSPOT_ACCESS_TOKEN \(401\)[^\n]*\n$/,
  );
  expect(out + err).not.toContain("secret-wrong-token");
});

test("nothing is sent before somebody has said so", async () => {
  const { code, err, calls } = await run({});
  expect([code, calls]).toEqual([2, 0]);
  expect(err).toContain("add --yes");
});
