import { visible, visibleLine } from "../output/visible.ts";
import type { Origins } from "../read/places.ts";
import type { Difference } from "./difference.ts";
import { rowsText } from "./rows.ts";
import type { TextFile } from "./text-file.ts";
import type { Verdict } from "./verdict.ts";

/** Where things stand. */
export interface Places {
  readonly sources: string;
  readonly origins: Origins;
  readonly deviations: TextFile;
}

/**
 * @param written whether the rows that were missing have been written
 * @returns lines for a terminal, or Markdown for an issue
 */
export function describe(
  verdict: Verdict,
  places: Places,
  { markdown, written }: { readonly markdown: boolean; readonly written: boolean },
): string {
  const { unlisted, stale, differences, missing, others } = verdict;
  const { sources, deviations } = places;
  const code = (text: string): string => {
    const line = visibleLine(text);
    return markdown ? `\`${line.replaceAll("`", "'")}\`` : line;
  };
  const item = markdown ? "- " : "  ";
  const list = deviations.name;
  const lines: string[] = [];
  if (unlisted.length + stale.length === 0) {
    lines.push(`${sources} differs in ${differences} facts, and ${list} lists each of them.`);
  } else lines.push(`${list} is not what ${sources} asks for.`);
  for (const other of others) lines.push("", `It is another description: ${visibleLine(other)}.`);
  for (const { operationId, missing: title = "" } of missing) {
    lines.push(
      "",
      `Not compared: ${visibleLine(operationId)}. It is published in "${visibleLine(title)}"; give that, too.`,
    );
  }
  if (unlisted.length > 0) {
    const cure = "follow HubSpot in spec/openapi.yaml, or list it in a row";
    lines.push("", `Not listed (${unlisted.length}): ${cure}.`, "");
    for (const difference of unlisted) {
      const { document, pointer, kind, detail } = difference;
      lines.push(
        `${item}${placeOf(difference, places)} ${document} ${code(pointer)} (${kind}): ${code(detail)}`,
      );
    }
    const rows = rowsText(unlisted);
    if (written) {
      lines.push(
        "",
        `${unlisted.length} rows were added at the end of ${list}. Say in each why, by what evidence and how certain it is: until then the tests fail.`,
      );
    } else if (markdown) lines.push("", "The rows:", "", "```yaml", rows.trimEnd(), "```");
    else
      lines.push(
        "",
        `The rows, to be pasted into ${list}, or written by --write:`,
        "",
        rows.trimEnd(),
      );
  }
  if (stale.length > 0) {
    lines.push("", `Listed, and no difference any more (${stale.length}): remove the row.`, "");
    for (const { document, pointer, kind, index } of stale) {
      const place = deviations.placeOf(`/deviations/${index}`);
      lines.push(`${item}${place} ${document} ${code(pointer)} (${kind})`);
    }
  }
  return visible(`${lines.join("\n")}\n`);
}

function placeOf({ document, pointer, published }: Difference, { origins }: Places): string {
  if (document === "published") return published?.file.placeOf(pointer) ?? "";
  const place = origins.find(`#${pointer}`);
  return place === undefined ? "" : `${place.file}:${place.line}:${place.column}`;
}
