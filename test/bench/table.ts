/** Figures under their heads, the name of each line first. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly lines: readonly Line[];
  /** What a reader has to know to read the figures right. */
  readonly note?: string;
}

export interface Column {
  readonly head: string;
  /** How many digits follow the point. Default: 0. */
  readonly digits?: number;
}

export interface Line {
  readonly name: string;
  /** One for each column; `undefined` where there is none. */
  readonly figures: readonly (number | undefined)[];
}

/** A table as text, in columns. */
export function asText({ title, columns, lines, note }: Table): string {
  const rows = [
    [title, ...columns.map(({ head }) => head)],
    ...lines.map(({ name, figures }) => [
      name,
      ...columns.map(({ digits = 0 }, at) => shown(figures[at], digits)),
    ]),
  ];
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const text = rows.map((row) =>
    row
      .map((cell, at) =>
        at === 0 ? cell.padEnd(widths?.[at] ?? 0) : cell.padStart(widths?.[at] ?? 0),
      )
      .join("  "),
  );
  return [...text, ...(note === undefined ? [] : [note])].join("\n");
}

function shown(figure: number | undefined, digits: number): string {
  if (figure === undefined) return "";
  return figure.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}
