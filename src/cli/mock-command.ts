import { once } from "node:events";

import {
  mockScopes,
  startMock,
  type Mock,
  type MockCall,
  type MockOptions,
} from "../mock/index.js";
import { readCommandLine } from "./command-line.js";
import { exitCodes } from "./exit-codes.js";
import { readFaultsFile } from "./faults-file.js";
import type { Io } from "./io.js";
import { didYouMean } from "./nearest.js";
import { readNumber, readWhole } from "./read-number.js";
import { reasonOf, systemCode } from "../files/system-error.js";
import { count } from "../text/words.js";
import { StoppedError } from "./stopped-error.js";
import { UsageError } from "./usage-error.js";

/**
 * Runs the mock until a signal stops it. SIGINT and SIGTERM are the intended ways to end it, so the exit code is 0.
 */
export async function mockCommand(args: readonly string[], io: Io): Promise<number> {
  const { flags } = readCommandLine("mock", args);
  const options: MockOptions = {
    port: flags.port === undefined ? undefined : readPort(flags.port),
    token: flags.token,
    rate: flags.rate === undefined ? undefined : readRate(flags.rate),
    readLagMs: readLag(flags["read-lag"]),
    scopes: readScopes(flags.scopes),
    cap: readWhole("--cap", flags.cap, 1),
    faults: flags.faults === undefined ? undefined : await readFaults(flags.faults, io),
    onCall: flags.log ? (call) => io.stderr.write(`${describeCall(call)}\n`) : undefined,
  };
  const mock = await start(options);
  try {
    await io.stdout.write(`listening on ${mock.url}\n`);
    io.stderr.write(`state: ${mock.url}/__mock/state (Ctrl+C ends)\n`);
    if (!io.signal.aborted) await once(io.signal, "abort");
  } finally {
    await mock.close();
  }
  return exitCodes.ok;
}

async function readFaults(path: string, { signal }: Io): Promise<MockOptions["faults"]> {
  try {
    return await readFaultsFile(path, signal);
  } catch (error) {
    StoppedError.check(signal);
    throw error;
  }
}

async function start(options: MockOptions): Promise<Mock> {
  try {
    return await startMock(options);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
    if (systemCode(error) === undefined) throw error;
    const where = `port ${options.port ?? 0} on 127.0.0.1`;
    throw new UsageError(`cannot listen on ${where}: ${reasonOf(error)}`, { cause: error });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new UsageError("--port must be a whole number from 0 to 65535 (0: a free one)");
  }
  return port;
}

/** The scopes of the flag; an empty text means none at all. */
function readScopes(text: string | undefined): readonly string[] | undefined {
  const scopes = text?.split(",").map((scope) => scope.trim());
  const at = scopes?.findIndex((scope) => scope !== "" && !mockScopes.includes(scope)) ?? -1;
  const wrong = scopes?.[at];
  if (wrong === undefined) return scopes?.filter((scope) => scope !== "");
  const near = didYouMean(wrong, mockScopes);
  throw new UsageError(
    `--scopes: number ${at + 1} is no scope that the mock asks for${near === "" ? `; there is ${mockScopes.join(", ")}` : near}`,
  );
}

function readLag(text: string | undefined): number | undefined {
  const seconds = readNumber("--read-lag", text, 0, 86_400);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

function readRate(text: string): { calls: number; seconds: number } {
  const [, calls, seconds] = /^([1-9]\d*)\/(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const rate = { calls: Number(calls), seconds: Number(seconds) };
  if (!Number.isSafeInteger(rate.calls) || !(rate.seconds > 0 && rate.seconds <= 86_400)) {
    throw new UsageError("--rate must be CALLS/SECONDS, such as 190/10");
  }
  return rate;
}

/** One line about a call, without its addresses. */
function describeCall({ at, operationId, inputs, status, fault }: MockCall): string {
  const time = new Date(at).toISOString().slice(11, 19);
  const what = inputs === 0 ? "" : `, ${count(inputs, "address", "addresses")}`;
  const why = fault === null ? "" : ` (fault: ${fault})`;
  return `${time} ${operationId}${what}: ${status ?? "no answer"}${why}`;
}
