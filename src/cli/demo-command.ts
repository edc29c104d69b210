import { dirname, join } from "node:path";

import { ListQuestion } from "../node.js";
import { startMock, type Mock } from "../mock/index.js";
import { readCommandLine } from "./command-line.js";
import { agrees } from "./demo-check.js";
import { demoList, fewPeople, mixedExport } from "./demo-list.js";
import { exitCodes } from "./exit-codes.js";
import { describeFailure } from "./failure-code.js";
import { say, type Io } from "./io.js";
import { runCommand } from "./run-command.js";
import { isFileError } from "../files/file-error.js";
import { lookAt, makeFolder, removeFile } from "../files/identity.js";
import { readSmallFile } from "../files/read-file.js";
import { reasonOf, systemCode } from "../files/system-error.js";
import { findOwnPath, openDraft } from "../files/write-file.js";
import { typedCommand } from "./typed-command.js";
import { UsageError } from "./usage-error.js";

const defaultFolder = "demo";
const operation = "batchUnsubscribeAll";

/**
 * Runs `run` over two made-up lists against a mock of its own and holds the reports against what the mock knows: a few people
 * by one address a call, then a longer list by batch, with a rate limit, a failing gateway and a refused address on the way.
 */
export async function demoCommand(args: readonly string[], io: Io): Promise<number> {
  const { folder = defaultFolder } = readCommandLine("demo", args).flags;
  const made = demoList();
  const list = await prepareList(join(folder, "list.csv"), made.csv);
  const mixed = await prepareList(join(folder, "export.csv"), mixedExport);
  const few = await prepareList(join(folder, "few.csv"), fewPeople());
  const mock = await startMock({
    alreadyOut: [made.alreadyOut],
    rate: { calls: 190, seconds: 10 },
    latencyMs: 20,
    faults: [
      { kind: "rate-limit", policy: "SECONDLY", retryAfter: 1, skip: 2, operation },
      { kind: "status", status: 502, body: "html", when: "after", skip: 3, operation },
      { kind: "bad-address", address: made.refused, answer: "207" },
    ],
  });
  try {
    return await show(mock, { mixed, few, list }, io);
  } finally {
    await mock.close();
  }
}

interface Lists {
  readonly mixed: string;
  readonly few: string;
  readonly list: string;
}

async function show(mock: Mock, { mixed, few, list }: Lists, io: Io): Promise<number> {
  say(io, [
    "Shown here: a list that is stopped since not everybody on it has asked to be out, the command that mends it, and two runs.",
    `A mock HubSpot listens on ${mock.url}. Nothing leaves this machine.`,
  ]);
  if (!(await stopsAndIsMended(mock, mixed, io))) return exitCodes.incomplete;
  const single = await runOn(mock, [few, "--route", "single"], io);
  if (single !== exitCodes.ok) return single;
  io.stderr.write(`Exit code ${single}\n`);
  const code = await runOn(mock, [list, "--html", `${list}.report.html`], io);
  io.stderr.write(
    code === exitCodes.incomplete
      ? "One address was made to be rejected and two to be invalid.\n\n"
      : `Exit code ${code}\n\n`,
  );
  // One address of the list is refused and two are none, so that not all can be out.
  if (code !== exitCodes.incomplete) return code;
  const reports = [few, list].map((path) => `${path}.report.csv`);
  const agreed = await agrees(reports, mock.state());
  io.stderr.write(
    agreed
      ? "The mock's own record agrees with the report.\n"
      : "The mock's own record does NOT agree with the report.\n",
  );
  say(io, [
    `Seen: a list that was stopped and mended, and two runs. To look at next: ${list}.report.html in a browser, docs/quick-start.md, and`,
    `  ${typedCommand(["help", "run"])}`,
  ]);
  return agreed ? exitCodes.ok : exitCodes.incomplete;
}

/** Shows that a list is stopped, and one of the commands that mend it; neither sends anything. */
async function stopsAndIsMended({ url }: Mock, list: string, io: Io): Promise<boolean> {
  const words = ["run", list, "--dry-run", "--base-url", url];
  const mended = [...words, "--where", "status=unsubscribed"];
  say(io, ["", `$ ${typedCommand(words)}`]);
  try {
    await runCommand(words.slice(1), io);
    return false;
  } catch (error) {
    if (!(error instanceof ListQuestion)) throw error;
    say(io, [...describeFailure(error, words, "run"), `Exit code ${exitCodes.usage}`]);
  }
  say(io, ["", `$ ${typedCommand(mended)}`]);
  return (await runCommand(mended.slice(1), io)) === exitCodes.ok;
}

async function runOn(
  mock: Mock,
  [list = "", ...flags]: readonly string[],
  io: Io,
): Promise<number> {
  const args = [list, "--base-url", mock.url, "--yes", "--journal", `${list}.journal`, ...flags];
  io.stderr.write(`\n$ hubspot-batch-unsubscribe run ${args.join(" ")}\n`);
  return runCommand(args, { ...io, env: { HUBSPOT_ACCESS_TOKEN: mock.token } });
}

/** Begins anew in a folder of an earlier demo; a list of somebody else's is left alone. */
async function prepareList(list: string, csv: string): Promise<string> {
  try {
    await lookAt(list);
    await makeFolder(dirname(list));
    const { path, stats } = await findOwnPath(list);
    const isOurs = async (size: number): Promise<boolean> =>
      size === Buffer.byteLength(csv) && (await readSmallFile(path, { most: size })).text === csv;
    if (stats !== undefined && !(await isOurs(stats.size))) {
      throw new UsageError(`${list} is not the demo's; name another folder with --folder`);
    }
    const draft = await openDraft(path);
    await draft.handle.writeFile(csv);
    await draft.commit();
    for (const name of [".journal", ".report.csv", ".report.html"]) {
      await removeFile(`${list}${name}`);
    }
    return list;
  } catch (error) {
    if (systemCode(error) === undefined && !isFileError(error)) throw error;
    throw new UsageError(`cannot write ${list}: ${reasonOf(error)}`, { cause: error });
  }
}
