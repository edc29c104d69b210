import { existsSync } from "node:fs";
import { isObject, lookUp, textOf, type JsonObject } from "../model/json.ts";
import { readValues } from "../read/read.ts";

/** How the list of deviations from the published description differs. */
export interface RowsChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Rows about our description whose place is not in it any more. */
  readonly stale: readonly string[];
}

interface Row {
  readonly document: string;
  readonly pointer: string;
  readonly kind: string;
}

/** @param bundle our description in one document, with its references */
export async function compareRows(
  before: string | undefined,
  after: string,
  bundle: JsonObject,
): Promise<RowsChange> {
  const [old, now] = [before === undefined ? [] : await readRows(before), await readRows(after)];
  const keyOf = ({ document, pointer, kind }: Row): string => `${document} ${pointer} (${kind})`;
  const [was, is] = [old.map(keyOf), now.map(keyOf)];
  return {
    added: before === undefined ? [] : is.filter((key) => !was.includes(key)),
    removed: was.filter((key) => !is.includes(key)),
    stale: now
      .filter(
        ({ document, pointer }) =>
          document === "ours" && lookUp(bundle, `#${pointer}`) === undefined,
      )
      .map(keyOf),
  };
}

/** A file that is not there has no rows. */
async function readRows(path: string): Promise<Row[]> {
  if (!existsSync(path)) return [];
  const { parsed } = await readValues(path);
  const rows = isObject(parsed) ? parsed["deviations"] : undefined;
  return (Array.isArray(rows) ? rows : []).filter(isObject).map((row) => ({
    document: textOf(row["document"]),
    pointer: textOf(row["pointer"]),
    kind: textOf(row["kind"]),
  }));
}
