import { count, number } from "../text/words.js";
import { kindOfValue } from "./consent-values.js";
import { isMoment } from "./moments.js";
import type { Consent } from "./consent.js";
import { says, type Speaker } from "./consent-speaker.js";
import { isGarbled } from "./garbled.js";
import { isTwice, namedColumns, quoteName } from "./header.js";
import { ListQuestion, type ListChoice } from "./list-error.js";
import type { Row, Sample } from "./list-reading.js";
import { valuesOf, type ColumnScan, type TableScan } from "./scan.js";
import { columnNumber } from "./where.js";

/** How many values of a column are offered one by one. */
const SHOWN = 12;

/** What the rows of a list say about consent. */
export interface Others {
  /** Rows with an entry that do not ask to be out, and all rows with one. */
  readonly count: number;
  readonly of: number;
  /** Rows of the list in which a column, from 0, is filled as `--where` takes it. */
  readonly filled: ReadonlyMap<number, number>;
  /** Addresses with rows of both kinds, and of the first few both rows. */
  readonly both: number;
  readonly pairs: readonly (readonly [number, number])[];
  /** Rows with more or fewer cells than the header. */
  readonly ragged: Sample;
}

/** The question to ask about a list in which not everybody asks to be out. */
export function consentQuestion(
  list: string,
  header: Row | undefined,
  { facts, speakers }: Pick<Consent, "facts" | "speakers">,
  scan: TableScan,
  others: Others,
): ListQuestion {
  const columns = speakers.flatMap((speaker) => {
    const column = scan.columns[speaker.column];
    const filled = others.filled.get(speaker.column) ?? 0;
    return column === undefined ? [] : [new Column(header, speaker, column, filled, scan.rows)];
  });
  const known = columns.filter(({ isUnclear }) => !isUnclear);
  const who = [
    ...(known.length === 0 ? [] : [columnsOf(known)]),
    ...(facts.file === undefined ? [] : [`the name or the title of the list ("${facts.file}")`]),
  ];
  const unclear = columns.filter(({ isUnclear }) => isUnclear);
  const hint = unclear.some((column) => column.isGarbled)
    ? " (they look garbled: --encoding names what the list is written in)"
    : "";
  const verb = known.length + (facts.file === undefined ? 0 : 1) === 1 ? "says" : "say";
  const claim =
    who.length === 0
      ? `${columnsOf(unclear)} may say who has asked to be out, in words or codes that are not known here${hint}: ${number(others.count)} of ${number(others.of)} rows do not say it plainly. `
      : `${who.join(" and ")} ${verb} who has asked to be out: ${number(others.count)} of ${number(others.of)} rows do not ask. `;
  return new ListQuestion(
    list,
    [
      claim + "No single call undoes an opt-out, so say which rows are meant",
      ...(who.length === 0 || unclear.length === 0
        ? []
        : [
            `${columnsOf(unclear)} may say it too, in words or codes that are not known here${hint}`,
          ]),
      ...columns.flatMap((column) => column.meanings()),
      ...describeBoth(others),
      ...describeRagged(others),
    ].join(". "),
    [
      ...columns.flatMap((column) => column.choices()),
      { what: `all ${number(others.of)} rows`, flags: ["--all-rows"] },
    ],
  );
}

function columnsOf(columns: readonly Column[]): string {
  return `${columns.length === 1 ? "column" : "columns"} ${columns.map(({ name }) => name).join(", ")}`;
}

function describeBoth({ both, pairs }: Others): string[] {
  if (both === 0) return [];
  const rows = pairs.map(([out, other]) => `${out} and ${other}`).join(", ");
  const what = both === 1 ? "1 address stands" : `${number(both)} addresses stand`;
  return [
    `${what} in rows of both kinds, as of somebody who has subscribed again (rows ${rows}${both > pairs.length ? ", …" : ""}): ` +
      "a condition takes them by the one row, whatever the other says",
  ];
}

function describeRagged({ ragged: { count: all, first } }: Others): string[] {
  if (all === 0) return [];
  const rows = `${first.map(({ row }) => row).join(", ")}${all > first.length ? ", …" : ""}`;
  const have = all === 1 ? `Row ${rows} has` : `${number(all)} rows (${rows}) have`;
  return [
    `${have} more or fewer cells than the header, so a column may be named here for what slid into it: mend that first`,
  ];
}

type Meaning = "asked" | "taken-off" | "stays" | "unsaid";

const MEANINGS: Readonly<Record<Meaning, readonly [one: string, many: string]>> = {
  asked: ["asks to be out", "ask to be out"],
  "taken-off": ["was taken off a list", "were taken off a list"],
  stays: ["does not ask to be out", "do not ask to be out"],
  unsaid: ["does not say", "do not say"],
};

interface Value {
  readonly shown: string;
  readonly count: number;
}

/** A column that says who is out, with the choices that it offers. */
class Column {
  /** Its name in quotation marks. */
  readonly name: string;
  readonly isUnclear: boolean;
  readonly #speaker: Speaker;
  readonly #scan: ColumnScan;
  readonly #filled: number;
  readonly #rows: number;
  /** What `--where` calls it. */
  readonly #key: string;
  readonly #values: readonly Value[];
  /** It is told apart only whether a cell of it is filled. */
  readonly #isFilledOrNot: boolean;

  constructor(
    header: Row | undefined,
    speaker: Speaker,
    scan: ColumnScan,
    filled: number,
    rows: number,
  ) {
    const name = header?.[speaker.column]?.trim() ?? "";
    this.name = quoteName(name === "" ? `column ${speaker.column + 1}` : name);
    const isName = header !== undefined && isAlone(header, name);
    this.#key = isName ? name : columnNumber(header, speaker.column);
    this.#speaker = speaker;
    this.#scan = scan;
    this.#filled = filled;
    this.#rows = rows;
    const all = [...valuesOf(scan, rows).values()].sort((one, other) => other.count - one.count);
    const meanings = Object.keys(MEANINGS) as Meaning[];
    this.#values = meanings.flatMap((meaning) =>
      all.filter(({ shown }) => this.#meaningOf(shown) === meaning),
    );
    const isTimes = this.#values.filter(({ shown }) => isMoment(shown)).length > 2;
    this.isUnclear = speaker.role === "unclear";
    this.#isFilledOrNot =
      (speaker.role === "out" || speaker.role === "in") &&
      (scan.hasMore || isTimes || this.#values.length > SHOWN);
  }

  /** Whether it may have been read with the wrong encoding. */
  get isGarbled(): boolean {
    return [this.name, ...this.#values.map(({ shown }) => shown)].some((text) =>
      isGarbled(text, true),
    );
  }

  /** What its values say, in words. */
  meanings(): string[] {
    if (this.#isFilledOrNot) return [];
    const said = (Object.keys(MEANINGS) as Meaning[]).flatMap((meaning) => {
      const values = this.#offered().filter(({ shown }) => this.#meaningOf(shown) === meaning);
      const [one, many] = MEANINGS[meaning];
      return values.length === 0
        ? []
        : [`${listWords(values.map(quoted))} ${values.length === 1 ? one : many}`];
    });
    return [`In ${this.name}: ${said.join("; ")}`];
  }

  /** One for each value, and one for all that plainly ask to be out. */
  choices(): ListChoice[] {
    if (this.#isFilledOrNot) {
      return [
        ...this.#where("is filled", this.#filled, "!="),
        ...this.#where("is empty", this.#rows - this.#filled, "="),
      ];
    }
    const values = this.#offered();
    const rest = this.#rows - values.reduce((sum, { count }) => sum + count, 0);
    const out = this.#values.filter(({ shown }) =>
      ["asked", "taken-off"].includes(this.#meaningOf(shown)),
    );
    return [
      ...values.flatMap(({ shown, count }) =>
        shown === ""
          ? this.#where("is empty", count, "=")
          : this.#where(`is ${quoted({ shown, count })}`, count, `=${shown}`),
      ),
      ...(out.length < 2 || out.length > SHOWN
        ? []
        : this.#where(
            `is ${listWords(out.map(quoted), "or")}`,
            out.reduce((sum, { count }) => sum + count, 0),
            ...out.map(({ shown }) => `=${shown}`),
          )),
      ...(rest === 0
        ? []
        : this.#where("is none of these", rest, ...values.map(({ shown }) => `!=${shown}`))),
    ];
  }

  /** The most frequent values; of a column of many, those that ask to be out. */
  #offered(): readonly Value[] {
    const values = this.#scan.hasMore
      ? this.#values.filter(({ shown }) => this.#meaningOf(shown) === "asked")
      : this.#values;
    return values.slice(0, SHOWN);
  }

  #meaningOf(value: string): Meaning {
    const said = says(this.#speaker, value);
    if (said === "in" || said === "not-out") return "stays";
    if (said === undefined || said === "doubt") return "unsaid";
    return kindOfValue(value) === "off-list" || this.#speaker.isOfDelivery ? "taken-off" : "asked";
  }

  #where(what: string, rows: number, ...conditions: readonly string[]): ListChoice[] {
    if (rows === 0) return [];
    return [
      {
        what: `${count(rows, "row")} where ${this.name} ${what}${rows === this.#rows ? " (these are all rows)" : ""}`,
        flags: conditions.flatMap((condition) => ["--where", `${this.#key}${condition}`]),
      },
    ];
  }
}

function isAlone(header: Row, name: string): boolean {
  if (name === "" || /[=@]|^(?:column )?\d+$/i.test(name)) return false;
  const named = namedColumns(header, name);
  return named.length === 1 && !isTwice(header, named);
}

function quoted({ shown: value }: Value): string {
  if (value === "") return "an empty cell";
  return value.includes("@") ? "an address" : `"${value.replace(/[\p{C}\p{Z}]+/gu, " ")}"`;
}

function listWords(words: readonly string[], and = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} ${and} ${last}`;
}
