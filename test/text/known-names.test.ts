import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createOptOutWorker } from "../../src/bullmq/index.js";
import {
  createClient,
  createOptOutQueue,
  readAccount,
  unsubscribeAll,
  verifyAll,
} from "../../src/index.js";
import { createMock } from "../../src/mock/index.js";
import {
  checkReportPath,
  openJournal,
  readJournal,
  readList,
  writeCsvReport,
  writeHtmlReport,
} from "../../src/node.js";
import { tempFolder } from "../journal/jobs.js";

const folder = await tempFolder();
const mock = createMock();
const client = createClient({ accessToken: mock.token, fetch: mock.fetch });
const path = join(folder, "file");
/** As a program in JavaScript may write it. */
const mistyped: object = { signall: undefined };
const none = (async function* () {})();

const calls: Readonly<Record<string, () => unknown>> = {
  createClient: () => createClient({ accessToken: "t", ...mistyped }),
  readAccount: () => readAccount(client, mistyped),
  batchUnsubscribeAll: () => client.batchUnsubscribeAll(["ana@example.com"], mistyped),
  unsubscribeAll: () => unsubscribeAll(client, [], mistyped),
  verifyAll: () => verifyAll(client, [], mistyped),
  createOptOutQueue: () => createOptOutQueue(client, mistyped),
  optOut: () => createOptOutQueue(client).optOut("ana@example.com", mistyped),
  createOptOutWorker: () =>
    createOptOutWorker("q", { connection: {}, client: () => client, ...mistyped }),
  openJournal: () => openJournal(path, mistyped),
  readJournal: () => readJournal(path, mistyped),
  readList: () => readList({ path }, mistyped),
  checkReportPath: () => checkReportPath(path, [], mistyped),
  writeCsvReport: () => writeCsvReport(path, none, mistyped),
  writeHtmlReport: async () => writeHtmlReport(path, none, {} as never, mistyped),
};

describe("an option that means nothing is refused by its name", () => {
  test.each(Object.entries(calls))("%s", async (_, call) => {
    await expect(async () => await call()).rejects.toThrow(
      /^signall is no option of .*; there are /,
    );
  });
});

test("a worker takes none of what BullMQ would do behind its back", async () => {
  const behind: object = { skipLockRenewal: true };
  await expect(
    createOptOutWorker("q", { connection: {}, client: () => client, ...behind }),
  ).rejects.toThrow(/^skipLockRenewal is no option of createOptOutWorker/);
});

test("a list has a path or a stream", () => {
  const file: object = { file: "list.csv" };
  expect(() => readList(file as { path: string })).toThrow(
    "a list is read from { path }, or from { name, stream }",
  );
});
