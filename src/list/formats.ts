/** Files that are no text, by their first bytes. */
const BINARY: readonly { readonly starts: string; readonly what: string }[] = [
  { starts: "PK\x03\x04", what: "a zip file within a packed file" },
  { starts: "\xD0\xCF\x11\xE0", what: "an old Excel workbook (.xls)" },
  { starts: "%PDF-", what: "a PDF" },
  { starts: "{\\rtf", what: "an RTF document" },
  { starts: "SQLite format 3", what: "a database" },
  { starts: "BZh", what: "a bzip2 file" },
  { starts: "\xFD7zXZ", what: "an xz file" },
  { starts: "\x28\xB5\x2F\xFD", what: "a Zstandard file" },
  { starts: "7z\xBC\xAF\x27\x1C", what: "a 7-Zip archive" },
  { starts: "Rar!\x1A\x07", what: "a RAR archive" },
  { starts: "PAR1", what: "a Parquet file" },
  { starts: "Obj\x01", what: "an Avro file" },
  { starts: "\x1F\x8B", what: "a gzip file within a gzip file" },
];

/** In the folder of an OLE file, where the names are UTF-16. */
const ENCRYPTED = Buffer.from("EncryptedPackage", "utf16le");

/** What a file is by its first bytes, if it is of a kind that no list is. */
export function kindOfBinary(head: Buffer): string | undefined {
  const start = head.toString("latin1", 0, 16);
  const what = BINARY.find(({ starts }) => start.startsWith(starts))?.what;
  if (what?.includes(".xls") === true && head.includes(ENCRYPTED)) {
    return "a workbook with a password; open it, take the password off";
  }
  return what;
}

/** Text files that are not lists, and what to do instead. */
const TEXTS: readonly { readonly pattern: RegExp; readonly problem: string }[] = [
  {
    pattern: /^\s*(?:<!doctype html|<html|<head|<body|<table|<meta)\b/i,
    problem:
      "it is a web page (HTML), as some programs export under the name .xls; open it in a spreadsheet and save it as .xlsx or CSV (UTF-8)",
  },
  {
    pattern: /^\s*<\?xml\b|^\s*<(?:Workbook|ss:Workbook)\b/i,
    problem: "it is XML; open it in a spreadsheet and save it as .xlsx or CSV (UTF-8)",
  },
  {
    // A table of psql: its header, and a line of hyphens under it.
    pattern: /^ *\S[^\n]*\r?\n *-{2,}(?:\+-{2,})* *\r?\n/,
    problem:
      "it is a table as psql draws it; have it written as CSV: psql --csv, or \\copy (SELECT …) TO 'list.csv' CSV HEADER",
  },
  {
    pattern: /^\s*\+-{2,}(?:\+-{2,})*\+ *\r?\n *\|/,
    problem:
      "it is a table as mysql draws it; have it written without the lines: mysql --batch, which separates by tabs",
  },
  {
    pattern: /^\s*\|[^\n]*\|[ \t]*\r?\n\s*\|(?:\s*:?-+:?\s*\|)+[ \t]*\r?\n/,
    problem: "it is a table in Markdown; save the list as CSV (UTF-8)",
  },
  {
    pattern: /^\s*BEGIN:VCARD\b/i,
    problem: "it is a file of vCards; export the contacts as CSV instead",
  },
  {
    pattern:
      /^(?:From [^\s@]{1,64}@[^\s@]{1,255} |(?:Return-Path|Received|Delivered-To|Message-ID): )/i,
    problem:
      "it is a file of e-mails: whoever is named in one has not asked to be out; save the addresses as CSV (UTF-8)",
  },
  {
    pattern: /^(?:--[^\n]*\n|\s|SET\b[^\n]*\n)*(?:INSERT INTO|CREATE TABLE|COPY \S+ ?\()/i,
    problem: "it is a dump of a database; have the table written as CSV",
  },
  {
    pattern: /^\{"journal":\d+,/,
    problem:
      "it is the journal of a job, and no list: report, verify and retry take a journal, run takes the list",
  },
];

/** Why a text is no list, with the next step; `undefined` if it may be one. */
export function refusalOfText(head: string): string | undefined {
  return TEXTS.find(({ pattern }) => pattern.test(head))?.problem;
}

/** What a zip file is by the files in it, if it is a document of a kind that no list is. */
export function kindOfZip(names: ReadonlySet<string>): string | undefined {
  const all = [...names];
  if (names.has("xl/workbook.bin")) {
    return "a binary workbook (.xlsb); save it as .xlsx or CSV (UTF-8)";
  }
  if (names.has("word/document.xml")) return "a Word document; save the list as CSV (UTF-8)";
  if (names.has("ppt/presentation.xml")) return "a presentation; save the list as CSV (UTF-8)";
  if (all.some((name) => name.startsWith("Index/") && name.endsWith(".iwa"))) {
    return "a document of Apple's Numbers or Pages; export it as CSV or Excel (.xlsx)";
  }
  if (names.has("mimetype") && names.has("content.xml")) {
    return "an OpenDocument file (.ods); save it as .xlsx or CSV (UTF-8)";
  }
  return undefined;
}
