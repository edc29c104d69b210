import { sentOutcomes, type SentOutcome } from "../job/job-outcome.js";
import type { JobTotals } from "../job/totals.js";

const dayMs = 86_400_000;
const rejected = sentOutcomes.indexOf("rejected") + 1;
/** Unknown, since a run has ended in the middle of a call: no line tells of it. */
const interrupted = sentOutcomes.length + 1;

const kinds = ["item", "invalid", "duplicate", "former"] as const;
type Kind = (typeof kinds)[number];

// One byte an entry: two bits for its kind, one each for a call under way and a retry, then the
// outcome, where nought is none.
const kindBits = 0b11;
const formerKind = kinds.indexOf("former");
const openBit = 0b100;
const againBit = 0b1000;
const outcomeShift = 4;

/** What the journal holds of one address, its texts left aside. */
export interface EntryState {
  /** A call with it has begun, and nothing has come of it. */
  readonly interrupted: boolean;
  /** Rejected, and to be sent once more. */
  readonly again: boolean;
  readonly outcome: SentOutcome["outcome"] | undefined;
  /** Where in the file the line with its outcome stands. */
  readonly offset: number;
  /** When the day of its outcome began in UTC; NaN where it is not known. */
  readonly day: number;
}

/**
 * The state of every entry of one list, in five bytes an entry and eight a line of outcomes, so that
 * a million of them are no burden. The texts stay in the file.
 */
export class EntryStates {
  #marks = new Uint8Array(1024);
  #lines = new Uint32Array(1024);
  #offsets = new Float64Array(256);
  /** By line of outcomes, the days since 1970; 0 (which NaN becomes) where it tells no time. */
  #days = new Uint16Array(256);
  #lineCount = 0;
  #count = 0;
  #open = 0;
  #again = 0;
  readonly #kinds = { item: 0, invalid: 0, duplicate: 0, former: 0 };
  // By outcome, of items, those in a call under way left out.
  readonly #outcomes: number[] = Array.from({ length: interrupted + 1 }, () => 0);

  get entries(): number {
    return this.#count;
  }

  /** How many entries are addresses to be opted out, duplicates, invalid, or of an earlier list alone. */
  get kinds(): Readonly<Record<Kind, number>> {
    return this.#kinds;
  }

  add(kind: Kind): void {
    if (this.#count === this.#marks.length) this.#growEntries();
    this.#marks[this.#count] = kinds.indexOf(kind);
    this.#count += 1;
    this.#kinds[kind] += 1;
  }

  isItem(id: number): boolean {
    return ((this.#marks[id] ?? kindBits) & kindBits) === 0;
  }

  /** Whether an earlier list alone had it; such entries are the last ones. */
  isFormer(id: number): boolean {
    return ((this.#marks[id] ?? 0) & kindBits) === formerKind;
  }

  /** A call with this address begins. */
  call(id: number): void {
    this.#mark(id, (this.#marks[id] ?? 0) | openBit);
  }

  /** The calls under way have ended in order: what they brought nothing for was not carried out. */
  closeCalls(): void {
    this.#eachOpen((id, mark) => this.#mark(id, mark & ~openBit));
  }

  /** Whatever made the calls is gone: they may have been carried out or not. */
  interruptCalls(): void {
    this.#eachOpen((id) => this.#mark(id, interrupted << outcomeShift));
  }

  /** A line of outcomes begins; the entries that follow are on it. Its time is NaN where it tells none. */
  startLine(offset: number, time: number): void {
    if (this.#lineCount === this.#offsets.length) {
      const larger = new Float64Array(this.#offsets.length * 2);
      larger.set(this.#offsets);
      this.#offsets = larger;
      const days = new Uint16Array(larger.length);
      days.set(this.#days);
      this.#days = days;
    }
    this.#offsets[this.#lineCount] = offset;
    this.#days[this.#lineCount] = time / dayMs;
    this.#lineCount += 1;
  }

  settle(id: number, outcome: SentOutcome["outcome"]): void {
    this.#lines[id] = this.#lineCount - 1;
    const kind = (this.#marks[id] ?? 0) & kindBits;
    this.#mark(id, ((sentOutcomes.indexOf(outcome) + 1) << outcomeShift) | kind);
  }

  /** The entry is to be sent once more; until then its outcome stands. */
  sendAgain(id: number): void {
    if (this.isItem(id)) this.#mark(id, (this.#marks[id] ?? 0) | againBit);
  }

  /** What is rejected is to be sent once more, or all that is settled. */
  retry({ settled }: { readonly settled: boolean }): void {
    const first = settled ? 1 : rejected;
    for (let id = 0; id < this.#count; id += 1) {
      const outcome = (this.#marks[id] ?? 0) >> outcomeShift;
      if (outcome >= first && outcome <= rejected) this.sendAgain(id);
    }
  }

  /** How many addresses are out or rejected, by the time at which their day began in UTC; NaN where it is not known. */
  settledByDay(): ReadonlyMap<number, number> {
    const days = new Map<number, number>();
    for (let id = 0; id < this.#count; id += 1) {
      const mark = this.#marks[id] ?? 0;
      const outcome = mark >> outcomeShift;
      if ((mark & (kindBits | openBit)) !== 0 || outcome === 0 || outcome > rejected) continue;
      const day = this.#days[this.#lines[id] ?? 0] ?? 0;
      days.set(day, (days.get(day) ?? 0) + 1);
    }
    const sorted = [...days].sort(([one], [other]) => one - other);
    return new Map(sorted.map(([day, count]) => [day === 0 ? Number.NaN : day * dayMs, count]));
  }

  of(id: number): EntryState {
    const mark = this.#marks[id] ?? 0;
    const day = this.#days[this.#lines[id] ?? 0] ?? 0;
    return {
      day: day === 0 ? Number.NaN : day * dayMs,
      interrupted: (mark & openBit) !== 0 || mark >> outcomeShift === interrupted,
      again: (mark & againBit) !== 0,
      outcome: sentOutcomes[(mark >> outcomeShift) - 1],
      offset: this.#offsets[this.#lines[id] ?? 0] ?? 0,
    };
  }

  /** Whether the entry is still to be sent: an address that is neither out nor rejected for good. */
  isToSend(id: number): boolean {
    const mark = this.#marks[id] ?? kindBits;
    if ((mark & kindBits) !== 0) return false;
    const outcome = mark >> outcomeShift;
    return outcome === 0 || outcome > rejected || (mark & (againBit | openBit)) !== 0;
  }

  /** How many entries are still to be sent. */
  get toSend(): number {
    const { unsubscribed, "already-unsubscribed": already, rejected: refused } = this.outcomes;
    return this.#kinds.item - unsubscribed - already - refused + this.#again;
  }

  /** Whether somebody was sent, or may have been, be it with an earlier list. */
  get hasSent(): boolean {
    const {
      unsubscribed,
      "already-unsubscribed": already,
      rejected: refused,
      unknown,
    } = this.outcomes;
    return unsubscribed + already + refused + unknown + this.#open + this.#kinds.former > 0;
  }

  /** Addresses in a call under way. */
  get open(): number {
    return this.#open;
  }

  /** The outcomes on record, those in a call under way left out. */
  get outcomes(): JobTotals["outcomes"] {
    const [, unsubscribed = 0, already = 0, refused = 0, unknown = 0, unsent = 0, cut = 0] =
      this.#outcomes;
    return {
      unsubscribed,
      "already-unsubscribed": already,
      rejected: refused,
      unknown: unknown + cut,
      "not-sent": unsent,
      invalid: this.#kinds.invalid,
      duplicate: this.#kinds.duplicate,
    };
  }

  #mark(id: number, mark: number): void {
    this.#tally(this.#marks[id] ?? 0, -1);
    this.#marks[id] = mark;
    this.#tally(mark, 1);
  }

  #tally(mark: number, by: number): void {
    if ((mark & kindBits) === formerKind) return;
    if ((mark & openBit) !== 0) {
      this.#open += by;
      return;
    }
    if ((mark & againBit) !== 0) this.#again += by;
    const outcome = mark >> outcomeShift;
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + by;
  }

  #eachOpen(change: (id: number, mark: number) => void): void {
    for (let id = 0; id < this.#count && this.#open > 0; id += 1) {
      const mark = this.#marks[id] ?? 0;
      if ((mark & openBit) !== 0) change(id, mark);
    }
  }

  #growEntries(): void {
    const marks = new Uint8Array(this.#marks.length * 2);
    marks.set(this.#marks);
    this.#marks = marks;
    const lines = new Uint32Array(marks.length);
    lines.set(this.#lines);
    this.#lines = lines;
  }
}
