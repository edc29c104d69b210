import { strToU8, zipSync } from "fflate";

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export interface SheetParts {
  readonly name: string;
  /** What stands in `sheetData`. */
  readonly rows: string;
  /** What stands before it, such as the usual height of a row. */
  readonly before?: string;
  /** What stands behind it, such as links. */
  readonly after?: string;
  readonly hidden?: boolean;
  /** Targets of links, whose ids are `rId1` and so on. */
  readonly links?: readonly string[];
}

/** A workbook as Excel writes one, with nothing in it that a reader of cells does not need. */
export function workbook(
  sheets: readonly SheetParts[],
  texts: readonly string[] = [],
  styles = "",
): Uint8Array {
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${XML}<Types/>`,
    "xl/workbook.xml": `${XML}<workbook xmlns:r="${DOCUMENT}"><sheets>${sheets
      .map(
        ({ name, hidden }, at) =>
          `<sheet name="${name}" sheetId="${at + 1}"${hidden === true ? ' state="hidden"' : ""} r:id="rId${at + 1}"/>`,
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${XML}<Relationships>${sheets
      .map(
        (_, at) =>
          `<Relationship Id="rId${at + 1}" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
      )
      .join(
        "",
      )}<Relationship Id="rIdS" Type="${DOCUMENT}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rIdT" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `${XML}<styleSheet>${styles}</styleSheet>`,
    "xl/sharedStrings.xml": `${XML}<sst>${texts.join("")}</sst>`,
  };
  for (const [at, { rows, before = "", after = "", links }] of sheets.entries()) {
    parts[`xl/worksheets/sheet${at + 1}.xml`] =
      `${XML}<worksheet xmlns:r="${DOCUMENT}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
    if (links === undefined) continue;
    parts[`xl/worksheets/_rels/sheet${at + 1}.xml.rels`] = `${XML}<Relationships>${links
      .map(
        (target, link) =>
          `<Relationship Id="rId${link + 1}" Type="${DOCUMENT}/hyperlink" Target="${target}" TargetMode="External"/>`,
      )
      .join("")}</Relationships>`;
  }
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
  );
}

/** A sheet of rows of texts. */
export function sheetOf(
  name: string,
  rows: readonly (readonly string[])[],
  hidden: readonly number[] = [],
): SheetParts {
  const lines = rows.map((cells, at) => {
    const flag = hidden.includes(at + 1) ? ' hidden="1"' : "";
    return `<row r="${at + 1}"${flag}>${cells.map((cell, column) => inline(`${String.fromCharCode(65 + column)}${at + 1}`, cell)).join("")}</row>`;
  });
  return { name, rows: lines.join("") };
}

function inline(reference: string, text: string): string {
  return `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
}
