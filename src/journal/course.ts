import { hostname, userInfo } from "node:os";
import { isHubSpotError } from "../errors/errors.js";
import type { JobStop } from "../job/stop.js";
import type { JobBinding } from "../job/store.js";
import { checkBinding, compareBindings } from "./binding.js";
import { JournalContents } from "./contents.js";
import type { RecordedReadBack } from "./facts.js";
import type { JournalState } from "./journal-state.js";
import { toTime, type JournalLine, type RunLine } from "./lines.js";
import type { TornEnd } from "./load.js";

/** Records what a job is bound to, and its course: agreed to, begun, stopped, ended, begun again. */
export abstract class JournalCourse<Data = unknown> extends JournalContents<Data> {
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970 */
  constructor(
    path: string,
    state: JournalState,
    torn: TornEnd | undefined,
    end: number,
    clock: () => number,
  ) {
    super(path, state, torn, end);
    this.#clock = clock;
  }

  /** Binds a journal that is not bound yet, or from which nobody was sent, and records how the account is known. */
  async bind(binding: JobBinding): Promise<void> {
    const { server, businessUnitId, account } = binding;
    const isOther = this.binding === undefined || compareBindings(this.binding, binding).length > 0;
    if (checkBinding(this, binding).length > 0) return;
    if (isOther) await this.write({ server, businessUnitId });
    if (account === undefined || this.binding?.account?.verified === account.verified) return;
    const { id, verified, type, timeZone } = account;
    await this.write({ account: id, verified, type, timeZone, at: this.now() });
  }

  /** Records that somebody agreed to send the list that was read last, or the current list with another limit. */
  async confirm(confirmed: { addresses: number; limit?: number | undefined }): Promise<void> {
    const { addresses, limit } = confirmed;
    await this.write({ confirmed: this.now(), addresses, limit, user: userName() });
  }

  /**
   * Records that a run of this process begins.
   *
   * @param run its limit, version of the API and route
   */
  async startRun({
    limit,
    apiVersion,
    route,
  }: Pick<RunLine, "limit" | "apiVersion" | "route"> = {}): Promise<void> {
    const at = { run: this.now(), pid: process.pid, host: hostname() };
    const other = route === "batch" ? undefined : route;
    await this.write({ ...at, limit, user: userName(), apiVersion, route: other });
  }

  /**
   * Records that the run stopped early, and why.
   *
   * @param limit how many addresses were to be sent
   */
  async recordStop(stop: JobStop, limit?: number): Promise<void> {
    const resumeAt = stop.resumeAt === undefined ? undefined : toTime(stop.resumeAt);
    const { reason, message, cause } = stop;
    const at = this.now();
    const { name: error, operationId: operation } = isHubSpotError(cause) ? cause : {};
    await this.write({ stop: reason, message, resumeAt, limit, at, error, operation });
  }

  /** Records that the job is done, with its totals. */
  async recordEnd(): Promise<void> {
    await this.write({ end: this.now(), totals: this.outcomeTotals() });
  }

  /** Records that the addresses of the job were read back, and the result. */
  async recordReadBack(counts: Omit<RecordedReadBack, "at">): Promise<void> {
    const { confirmed, notConfirmed, unconfirmable, unknown } = counts;
    const readBack = { confirmed, notConfirmed, unconfirmable, unknown };
    await this.write({ opened: this.now(), pid: process.pid, host: hostname(), readBack });
  }

  /**
   * Marks rejected entries to be sent once more, as unknown and unsent ones are; with `settled`, also those that are out.
   *
   * @param which with `settled`, everybody who is out or rejected
   */
  async retry({ settled = false }: { readonly settled?: boolean } = {}): Promise<void> {
    await this.write({ retry: this.now(), settled: settled ? true : undefined });
  }

  /** Resolves once the line is on disk. */
  protected abstract write(line: JournalLine): Promise<void>;

  /** Now, as lines hold a time. */
  protected now(): string {
    return toTime(this.#clock());
  }
}

/** The name of the user; undefined in a container without a user database. */
function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
