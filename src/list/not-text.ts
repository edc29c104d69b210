/** Files that are no text, by their first bytes. */
const KINDS: readonly { readonly starts: string; readonly what: string }[] = [
  { starts: "PK\x03\x04", what: "an Excel workbook, or another kind of zip file" },
  { starts: "\xD0\xCF\x11\xE0", what: "an old Excel workbook" },
  { starts: "%PDF-", what: "a PDF" },
  { starts: "{\\rtf", what: "an RTF document" },
  { starts: "SQLite format 3", what: "a database" },
  { starts: "BZh", what: "a bzip2 file" },
  { starts: "\xFD7zXZ", what: "an xz file" },
  { starts: "\x28\xB5\x2F\xFD", what: "a Zstandard file" },
  { starts: "\x1F\x8B", what: "a gzip file within a gzip file" },
];

/** What a file is by its first bytes, if it is of a kind that no list is. */
export function kindOfBinary(head: Buffer): string | undefined {
  const start = head.toString("latin1", 0, 16);
  return KINDS.find(({ starts }) => start.startsWith(starts))?.what;
}
