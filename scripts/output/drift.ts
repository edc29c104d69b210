import { createTwoFilesPatch } from "diff";
import { join, relative } from "node:path";
import { isOurs, readFolder, type Files } from "./files.ts";

export interface Drift {
  /** A foreign file is an extra file that this command did not write and does not remove. */
  readonly kind: "stale" | "missing" | "extra" | "foreign";
  readonly file: string;
  /** A short diff, for a stale file. */
  readonly diff?: string;
  /** The file says that it was made from the description of today: somebody edited it, or the generator has changed. */
  readonly isEdited?: boolean;
}

const DIFF_LINES = 20;

/** Compares a folder with what the pipeline makes, byte for byte. An empty list means that they are the same. */
export async function findDrift(folder: string, files: Files): Promise<Drift[]> {
  const found = await readFolder(folder);
  const shown = (name: string) => relative(process.cwd(), join(folder, name));
  const drift = [...files].flatMap(([name, text]): Drift[] => {
    const present = found.files.get(name);
    if (present === text) return [];
    const file = shown(name);
    if (found.others.includes(name)) return [{ kind: "foreign", file }];
    if (present === undefined) return [{ kind: "missing", file }];
    const isEdited = isOurs(firstLine(present)) && firstLine(present) === firstLine(text);
    return [{ kind: "stale", file, diff: shortDiff(name, present, text), isEdited }];
  });
  const extra = [...found.files.keys(), ...found.others].filter((name) => !files.has(name));
  const kindOf = (name: string) => (isOurs(found.files.get(name) ?? "") ? "extra" : "foreign");
  return [...drift, ...extra.map((name): Drift => ({ kind: kindOf(name), file: shown(name) }))];
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf("\n"));
}

function shortDiff(name: string, present: string, expected: string): string {
  const patch = createTwoFilesPatch(
    `present/${name}`,
    `expected/${name}`,
    present,
    expected,
    "",
    "",
    {
      context: 1,
      timeout: 2000,
    },
  );
  if (patch === undefined) return "(too different to show)";
  const lines = patch
    .split("\n")
    .slice(1)
    .filter((line) => line !== "");
  const rest = lines.length - DIFF_LINES;
  // A diff of lines that differ in invisible characters only (line ends, a byte-order mark) must show them.
  const shown = lines
    .slice(0, DIFF_LINES)
    .map((line) => line.replaceAll("\r", "\\r").replaceAll("\uFEFF", "\\uFEFF"));
  return [...shown, ...(rest > 0 ? [`… and ${rest} more lines`] : [])].join("\n");
}
