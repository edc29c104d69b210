import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/**
 * Runs a program whose `Object.prototype` was added to before the import of the package, and again
 * after it, and gives what it has printed. In a process of its own: nothing else would survive it.
 */
async function polluted(members: object, program: string): Promise<unknown> {
  const source = `
    const members = ${JSON.stringify(members)};
    const before = ${JSON.stringify({ x: "x", verbose: false, retries: 7 })};
    Object.assign(Object.prototype, before);
    const { createClient } = await import(${JSON.stringify(new URL("../../src/index.js", import.meta.url).href.replace(/js$/, "ts"))});
    Object.assign(Object.prototype, members);
    const urls = [];
    const clientOf = (body) => createClient({
      accessToken: "test-token",
      fetch: async (url) => (urls.push(url), new Response(JSON.stringify(body), { status: 200 })),
    });
    const show = (result) => {
      const text = JSON.stringify(result);
      for (const name of [...Object.keys(before), ...Object.keys(members)]) delete Object.prototype[name];
      process.stdout.write(text);
    };
    ${program}`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", source],
    { encoding: "utf8" },
  );
  return JSON.parse(stdout);
}

const LIST = `["ann@example.com"]`;
const out = { status: "UNSUBSCRIBED", wideStatusType: "PORTAL_WIDE", channel: "EMAIL" };
/** What else an answer has, so that it is its entries alone that tell nothing. */
const envelope = `status: "COMPLETE", startedAt: "2026-11-28T12:00:00Z", completedAt: "2026-11-28T12:00:01Z"`;

test("nobody is unsubscribed by a status that every object has", async () => {
  const told = await polluted(
    { ...out, setStatusSuccessReason: "UNSUBSCRIBE_FROM_ALL_OCCURRED" },
    `const body = { ${envelope}, results: [{ subscriberIdString: "ann@example.com", statuses: [{}] }] };
     const { outcomes } = await clientOf(body).batchUnsubscribeAll(${LIST}, { verbose: true });
     show([outcomes[0].outcome, urls]);`,
  );
  expect(told).toEqual(["unknown", [expect.stringMatching(/\?channel=EMAIL&verbose=true$/)]]);
});

test("nobody is unsubscribed, accepted or confirmed by results that every object has", async () => {
  const entry = { subscriberIdString: "ann@example.com", statuses: [out], wideStatuses: [out] };
  const told = await polluted(
    { results: [entry], ...entry },
    `const verbose = await clientOf({}).batchUnsubscribeAll(${LIST});
     const read = await clientOf({}).batchReadUnsubscribeAll(${LIST});
     show([verbose.outcomes[0].outcome, read.outcomes[0].outcome]);`,
  );
  expect(told).toEqual(["unknown", "unknown"]);
});

test("nobody is confirmed by wide statuses that every object has", async () => {
  const told = await polluted(
    { ...out, wideStatuses: [out] },
    `const body = { ${envelope}, results: [{ subscriberIdString: "ann@example.com", wideStatuses: [{}] }] };
     const { outcomes } = await clientOf(body).batchReadUnsubscribeAll(${LIST});
     show(outcomes[0].outcome);`,
  );
  expect(told).toBe("unknown");
});

test("a fault proves nothing by a code that every object has", async () => {
  const told = await polluted(
    { code: "ECONNREFUSED", syscall: "connect", errors: [], cause: undefined },
    `globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));
     const client = createClient({ accessToken: "test-token", retries: 0 });
     const error = await client.batchUnsubscribeAll(${LIST}).catch((thrown) => thrown);
     show(error.mayHaveBeenApplied);`,
  );
  expect(told).toBe(true);
});

test("a line of a journal says nothing by what every object has", async () => {
  const module = new URL("../../src/journal/parse-line.ts", import.meta.url).href;
  const told = await polluted(
    { entries: "0-99", reason: "x", carried: true, row: "1", by: "me", opened: "now", bigint: "7" },
    `const { parseLine } = await import(${JSON.stringify(module)});
     const lines = [
       { outcome: "unsubscribed" },
       { outcome: "unsubscribed", entries: "0" },
       { row: {}, address: "ann@example.com" },
       {},
     ];
     const kinds = lines.map((line) => parseLine(JSON.stringify(line)));
     show([
       kinds.map((line) => line !== undefined),
       ["reason", "carried", "by", "opened"].filter((name) => name in kinds[1]),
     ]);`,
  );
  expect(told).toEqual([[false, true, false, false], []]);
});
