import { visibleJson } from "../output/visible.ts";
import { InputProblem } from "../problem.ts";
import type { Difference } from "./difference.ts";
import type { TextFile } from "./text-file.ts";

/** Rows for spec/deviations.yaml, whose reasons only a person can give. */
export function rowsText(differences: readonly Difference[]): string {
  return differences
    .map(({ document, pointer, kind, detail }) =>
      [
        `  - document: ${document}`,
        `    pointer: ${/^[\w/~.*{}-]+$/.test(pointer) ? pointer : visibleJson(pointer, 0)}`,
        `    kind: ${kind}`,
        `    what: ${visibleJson(`${detail}.`, 0)}`,
        `    why: ""`,
        `    evidence: ""`,
        `    certainty: ""`,
        "",
      ].join("\n"),
    )
    .join("");
}

/**
 * The text of spec/deviations.yaml with rows added at its end.
 *
 * @throws {InputProblem} if something else than the rows stands there
 */
export function withRows(file: TextFile, differences: readonly Difference[]): string {
  const keys = [...file.text.matchAll(/^([\w-]+):(.*)$/gm)];
  const [, key, rest = ""] = keys.at(-1) ?? [];
  if (key !== "deviations" || !["", "[]"].includes(rest.trim())) {
    throw new InputProblem(
      `${file.name}: rows are written at the end, so \`deviations:\` must be its last key`,
    );
  }
  const text = file.text.replace(/^deviations:\s*\[\]\s*$/m, "deviations:").trimEnd();
  return `${text}\n\n${rowsText(differences)}`;
}
