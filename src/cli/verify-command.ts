import { readBack } from "../job/read-back.js";
import type { Verdict } from "../job/verdict.js";
import { decideExitCode } from "./exit-codes.js";
import { isUnwritable } from "./failure-code.js";
import type { Io } from "./io.js";
import { follow } from "./progress/follow.js";
import { readArguments } from "./read-options.js";
import { connect } from "./run/connect.js";
import { describeStop } from "./run/describe-stop.js";
import { bindingOf, checkJob } from "./run/open-job.js";
import { readingOptions, readListOptions } from "./run/list-flags.js";
import type { ListOptions } from "../list/list-reading.js";
import {
  defaultServer,
  readServerFlags,
  serverOptions,
  type ServerFlags,
} from "./run/server-flags.js";
import {
  addressesOfJob,
  addressesOfList,
  findJournal,
  type TypedItem,
} from "./run/verify-source.js";
import { count, number } from "../text/words.js";

/** What is read back, and from where. */
interface Verifying {
  readonly server: string;
  readonly businessUnitId: number | undefined;
  readonly total: number;
  readonly items: AsyncIterable<readonly TypedItem[]> | Iterable<readonly TypedItem[]>;
}

/** Reads back whether the addresses of a list or of a job are out. */
export async function verifyCommand(args: readonly string[], io: Io): Promise<number> {
  const { argument: path, flags: values } = readArguments(args, "LIST or JOURNAL", {
    ...serverOptions,
    ...readingOptions,
    json: { type: "boolean" },
  });
  const flags = readServerFlags(values);
  const verifying = await findAddresses(path, flags, readListOptions(values), io);
  const { server, businessUnitId, total } = verifying;
  const client = await connect(server, flags.tokenFile, io);
  const brand = businessUnitId === undefined ? "" : `, brand ${businessUnitId}`;
  io.stderr.write(`To read back: ${count(total, "address", "addresses")} from ${server}${brand}\n`);

  const run = readBack(client, verifying.items, {
    businessUnitId,
    signal: io.signal,
    maxWait: flags.maxWait,
    dailyReserve: flags.dailyReserve,
  });
  const counts: Record<Verdict, number> = { confirmed: 0, "not-confirmed": 0, unconfirmable: 0 };
  let done = 0;
  const progress = follow(io, () => {
    const { wait, rateLimited, underWay, stopped } = run.progress;
    const stopping = stopped !== undefined;
    return { total, done, counts, wait, rateLimited, underWay, stopping };
  });
  let failure: Error | undefined;
  try {
    for await (const results of run) {
      let lines = "";
      for (const { item, verdict } of results) {
        counts[verdict] += 1;
        done += 1;
        if (values.json === true) lines += `${toLine(item as TypedItem, verdict)}\n`;
      }
      if (lines !== "") await io.stdout.write(lines);
    }
  } catch (error) {
    if (!isUnwritable(error)) throw error;
    failure = error;
  } finally {
    progress.end();
  }
  const { stop } = run;
  if (failure !== undefined) io.stderr.write(`Error: ${failure.message}\n`);
  else if (stop !== undefined) io.stderr.write(`${describeStop(stop).join("\n")}\n`);
  io.stderr.write(
    `${count(total, "address", "addresses")}: ${number(counts.confirmed)} confirmed, ` +
      `${number(counts["not-confirmed"])} not-confirmed, ${number(counts.unconfirmable)} unconfirmable.\n`,
  );
  // Where the network or a limit ended it, that is the reason that counts and not what it left open.
  const gaveUp = stop !== undefined && stop.reason !== "credentials";
  return decideExitCode({
    unwritable: failure !== undefined,
    signal: stop?.reason === "stopped" && io.signal.aborted ? String(io.signal.reason) : undefined,
    stop: stop?.reason,
    unconfirmable: gaveUp ? 0 : counts.unconfirmable,
    amiss: counts["not-confirmed"] + counts.unconfirmable,
  });
}

async function findAddresses(
  path: string,
  flags: ServerFlags,
  reading: ListOptions,
  io: Io,
): Promise<Verifying> {
  const job = await findJournal(path);
  if (job === undefined) {
    const items = await addressesOfList(path, reading, io);
    const { baseUrl: server = defaultServer, businessUnitId } = flags;
    return { server, businessUnitId, total: items.length, items: [items] };
  }
  const bound = bindingOf(job);
  const server = flags.baseUrl ?? bound.server;
  const businessUnitId = flags.businessUnitId ?? bound.businessUnitId;
  checkJob(job, path, { server, businessUnitId });
  let total = 0;
  for await (const items of addressesOfJob(job)) total += items.length;
  return { server, businessUnitId, total, items: addressesOfJob(job) };
}

function toLine({ row, address, sent }: TypedItem, verdict: Verdict): string {
  return JSON.stringify({ row, address, sent, outcome: verdict });
}
