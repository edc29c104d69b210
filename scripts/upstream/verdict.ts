import { isObject, type Json, type JsonObject } from "../model/json.ts";
import { keyOf, type Difference } from "./difference.ts";

/** A row of spec/deviations.yaml, as far as it is compared. */
export type Row = Pick<Difference, "document" | "pointer" | "kind">;

export interface Verdict {
  readonly differences: number;
  /** Differences that no row lists. */
  readonly unlisted: readonly Difference[];
  /** Rows that no longer differ. */
  readonly stale: readonly Row[];
  /** What the rows say of the description that they were written against, if this is another. */
  readonly otherDocument: string | undefined;
}

/** Holds the differences found against those that are listed. */
export function decide(
  differences: readonly Difference[],
  deviations: Json,
  published: JsonObject,
): Verdict {
  const rows = readRows(deviations);
  const found = new Set(differences.map(keyOf));
  const listed = new Set(rows.map(keyOf));
  return {
    differences: differences.length,
    unlisted: differences.filter((difference) => !listed.has(keyOf(difference))),
    stale: rows.filter((row) => !found.has(keyOf(row))),
    otherDocument: otherDocument(deviations, published),
  };
}

function readRows(deviations: Json): Row[] {
  const list = isObject(deviations) ? deviations["deviations"] : undefined;
  return (Array.isArray(list) ? list : []).filter(isObject).map(({ document, pointer, kind }) => ({
    document: document === "published" ? "published" : "ours",
    pointer: String(pointer),
    kind: String(kind),
  }));
}

function otherDocument(deviations: Json, { info }: JsonObject): string | undefined {
  const written = isObject(deviations) ? deviations["published"] : undefined;
  if (!isObject(written) || !isObject(info)) return undefined;
  const name = (each: JsonObject): string =>
    `${String(each["title"])}, version ${String(each["version"])}`;
  return name(written) === name(info)
    ? undefined
    : `${name(info)}; the rows are about ${name(written)}`;
}

/** @returns lines for a terminal, or Markdown for an issue */
export function describe(verdict: Verdict, source: string, markdown: boolean): string {
  const code = (text: string): string => (markdown ? `\`${text.replaceAll("`", "'")}\`` : text);
  const item = markdown ? "- " : "  ";
  const { unlisted, stale, differences, otherDocument: other } = verdict;
  const lines: string[] = [];
  if (unlisted.length + stale.length === 0) {
    lines.push(
      `${source} differs in ${differences} facts, and spec/deviations.yaml lists each of them.`,
    );
  } else lines.push(`spec/deviations.yaml is not what ${source} asks for.`);
  if (other !== undefined) lines.push("", `It is another description: ${other}.`);
  if (unlisted.length > 0) {
    lines.push(
      "",
      `Not listed (${unlisted.length}): follow HubSpot in spec/openapi.yaml, or add a row.`,
      "",
    );
    for (const { document, pointer, kind, detail } of unlisted) {
      lines.push(`${item}${document} ${code(pointer)} (${kind}): ${code(detail)}`);
    }
  }
  if (stale.length > 0) {
    lines.push("", `Listed, and no difference any more (${stale.length}): remove the row.`, "");
    for (const { document, pointer, kind } of stale)
      lines.push(`${item}${document} ${code(pointer)} (${kind})`);
  }
  return `${lines.join("\n")}\n`;
}
