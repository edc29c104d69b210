import type { Route } from "../job/route.js";
import type { JobBinding, JobStanding } from "../job/store.js";
import type { JobTotals } from "../job/totals.js";
import { EntryStates } from "./entry-states.js";
import type { JournalState } from "./journal-state.js";
import type { JournalList, Section } from "./section.js";

const noStates = new EntryStates();

/** One time that sending began. */
export interface JournalRun {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly pid: number;
  readonly host: string;
  /** The name of the user at that computer, where it has one. */
  readonly user: string | undefined;
  /** By which calls it sent. */
  readonly route: Route;
}

/** The result of reading the addresses of a job back from HubSpot. */
export interface RecordedReadBack {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How many addresses HubSpot shows as out. */
  readonly confirmed: number;
  /** How many addresses HubSpot does not show as out. */
  readonly notConfirmed: number;
  /** How many addresses HubSpot did not tell about. */
  readonly unconfirmable: number;
  /** Those of them whose outcome is `unknown`; left out where there were none, or where a run has begun since. */
  readonly unknown?: { readonly confirmed: number; readonly notConfirmed: number } | undefined;
}

/** What a journal records about its job as a whole. */
export class JournalFacts {
  protected readonly state: JournalState;

  constructor(state: JournalState) {
    this.state = state;
  }

  /** When the file was made, in milliseconds since 1970, and by which version of the program. */
  get head(): { readonly created: number; readonly version: string } {
    const { head } = this.state;
    if (head === undefined) throw new Error("A journal without its first line has no contents");
    return { created: Date.parse(head.created), version: head.version };
  }

  /** What the job is bound to; undefined until it was first begun. */
  get binding(): JobBinding | undefined {
    const { bound, account: line } = this.state;
    const { account: id = 0, verified = false, type, timeZone } = line ?? {};
    const account = line && { id, verified, type, timeZone };
    return bound && { server: bound.server, businessUnitId: bound.businessUnitId, account };
  }

  /** The version of the API that the last run has used, where that is known. */
  get apiVersion(): string | undefined {
    return this.state.runs.at(-1)?.apiVersion;
  }

  /** The list of the job, if it has one: the last confirmed one, else the last that was read to its end. */
  get list(): JournalList | undefined {
    return this.section?.list;
  }

  /** The phase of the job, and why its last run ended early. */
  get standing(): JobStanding {
    return this.state.standing;
  }

  /** The client's error that ended the last run, where one did: its name, and the operation that it was about. */
  get stopError(): { readonly name: string; readonly operationId: string } | undefined {
    const { error, operation } = this.state.stop ?? {};
    if (error === undefined || operation === undefined) return undefined;
    return { name: error, operationId: operation };
  }

  /** How many entries a newer list has that nobody has agreed to; `undefined` if there is no such list. */
  get newerEntries(): number | undefined {
    return this.state.active && this.state.candidate?.list?.entries;
  }

  /** When the list was last agreed to, how many addresses that were, and the user who was logged in. */
  get confirmed(): { at: number; addresses: number; limit?: number; user?: string } | undefined {
    const line = this.state.confirmed;
    if (line === undefined) return undefined;
    const { addresses, limit, user } = line;
    return {
      at: Date.parse(line.confirmed),
      addresses,
      ...(limit === undefined ? {} : { limit }),
      ...(user === undefined ? {} : { user }),
    };
  }

  /** Each time that sending began, in the order of time. */
  get runs(): readonly JournalRun[] {
    return this.state.runs.map(({ run, pid, host, user, route = "batch" }) => ({
      at: Date.parse(run),
      pid,
      host,
      user,
      route,
    }));
  }

  /** The routes by which somebody was opted out; where nobody was, that of the last run. */
  get routes(): readonly Route[] {
    const { succeeded, runs } = this.state;
    return succeeded.size > 0 ? [...succeeded] : runs.slice(-1).map(({ route = "batch" }) => route);
  }

  /** Whether an address was sent, or may have been. Until then the job can still be bound to another server or brand. */
  get hasSent(): boolean {
    return this.state.hasSent;
  }

  /** Whether settled addresses were to be sent once more and some of them still have to be. */
  get isSendingAgain(): boolean {
    return this.state.isSendingAgain;
  }

  /**
   * How many addresses of the list are out or rejected, by the time at which their day began in UTC; NaN where that is not
   * known.
   *
   * @param options.unconfirmed of the list that was read last and that nobody has confirmed yet
   */
  settledByDay(options: { readonly unconfirmed?: boolean } = {}): ReadonlyMap<number, number> {
    const section = options.unconfirmed === true ? this.state.candidate : this.section;
    return (section?.states ?? noStates).settledByDay();
  }

  /** When the last run stopped or the job ended, in milliseconds since 1970, unless something has begun since. */
  get ended(): number | undefined {
    const { stop, end } = this.state;
    const time = stop?.at ?? end?.end;
    return time === undefined ? undefined : Date.parse(time);
  }

  /**
   * The last recorded result of reading back. Later sends do not change it, since addresses that were not shown as out are
   * settled and not sent again; sending settled addresses once more removes it.
   */
  get readBack(): RecordedReadBack | undefined {
    const { opened, readBack } = this.state.readBack ?? {};
    if (readBack === undefined) return undefined;
    const { unknown, ...counts } = readBack;
    // A run that has begun since may have sent them once more, and others may be unknown now.
    const isLast = this.state.runsReadBack === this.state.runs.length;
    return { at: Date.parse(opened ?? ""), ...counts, ...(unknown && isLast && { unknown }) };
  }

  /** How many addresses are left to be sent. */
  get remaining(): number {
    return this.section?.states.toSend ?? 0;
  }

  /** The counts of `outcomes()`: every entry has an outcome, none is pending. */
  outcomeTotals(): JobTotals {
    const { entries, pending, outcomes } = this.totals;
    const { open } = this.section?.states ?? noStates;
    const unknown = outcomes.unknown + open;
    const unsent = outcomes["not-sent"] + pending - open;
    return { entries, pending: 0, outcomes: { ...outcomes, unknown, "not-sent": unsent } };
  }

  /** The outcomes on record; what has none, or is in a call under way, is pending. */
  get totals(): JobTotals {
    const { entries: all, kinds, outcomes } = this.section?.states ?? noStates;
    const entries = all - kinds.former;
    const known = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    return { entries, pending: entries - known, outcomes };
  }

  /** How many lines a report has. */
  get reportedEntries(): number {
    return this.section?.states.entries ?? 0;
  }

  /** How many addresses came to an outcome, second by second, in the order of time. */
  throughput(): readonly { readonly time: number; readonly addresses: number }[] {
    const seconds = [...this.state.perSecond].sort(([a], [b]) => a - b);
    return seconds.map(([second, addresses]) => ({ time: second * 1000, addresses }));
  }

  protected get section(): Section | undefined {
    return this.state.active ?? this.state.candidate;
  }
}
