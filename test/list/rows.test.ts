import { describe, expect, test } from "vitest";
import { read } from "./lists.js";

describe("rows count as in a spreadsheet", () => {
  test("a line end within quotation marks is inside a row, and the note is not read", async () => {
    const { read: entries, facts } = await read(
      'email,note\nd@example.com,"line 1\nx@example.org told me"\ne@example.com,ok\n',
    );
    expect(entries).toEqual(["2 d@example.com", "3 e@example.com"]);
    expect(facts.rows).toBe(3);
  });

  test("blank rows count, are no entries and are told apart", async () => {
    const { read: entries, facts } = await read(
      "email,name\nu@example.com,U\n,\n \u00A0, \n\nv@example.com,V\n\n",
    );
    expect(entries).toEqual(["2 u@example.com", "6 v@example.com"]);
    expect(facts).toMatchObject({ rows: 7, blankRows: 4, dataRows: 2, entries: 2 });
  });

  test("a header below blank rows is one", async () => {
    const { read: entries, facts } = await read(",\n\nemail,name\nu@example.com,U\n");
    expect(entries).toEqual(["4 u@example.com"]);
    expect(facts).toMatchObject({ hasHeader: true, blankRows: 2 });
  });

  test("all kinds of line ends may be mixed", async () => {
    const { read: entries } = await read(
      "email,n\r\na@example.com,1\rb@example.com,2\nc@example.com,3\r\nd@example.com,4",
    );
    expect(entries.map((entry) => entry.slice(0, 3))).toEqual(["2 a", "3 b", "4 c", "5 d"]);
  });

  test("ragged rows are read and counted", async () => {
    const { read: entries, facts } = await read("email,name\nv@example.com,V,\nw@example.com\n");
    expect(entries).toEqual(["2 v@example.com", "3 w@example.com"]);
    expect(facts.ragged.count).toBe(2);
  });

  test("a row with other cells but no address is an invalid entry", async () => {
    const { read: entries } = await read("name,email\nAna,\nBen\nCy,n/a\nDi,d@example.com\n");
    expect(entries).toEqual(["2 !empty", "3 !empty", "4 !no-at", "5 d@example.com"]);
  });

  test("padded cells are read, and kept as they were typed", async () => {
    const { read: entries, entries: all } = await read("email   ,name\ny@example.com    ,Y\n");
    expect(entries).toEqual(["2 y@example.com"]);
    expect(all[0]).toEqual({ row: 2, address: "y@example.com    " });
  });

  test("characters nobody sees are taken off the ends of an address, not out of it", async () => {
    const { read: entries } = await read(
      `${"\n".repeat(3)}\u00A0k@example.com\u00A0\n\uFEFFl@example.com\nm\u00A0@example.com\n`,
    );
    expect(entries).toEqual(["4 k@example.com", "5 l@example.com", "6 !blank U+00A0"]);
  });
});

describe("quotation marks", () => {
  test("one that is never closed is an error with the row where it opens", async () => {
    await expect(read('email,note\nf@example.com,"oops\ng@example.com,ok\n')).rejects.toThrow(
      "row 2: a quotation mark opens here and is never closed",
    );
  });

  test("so it is far down the file, and in a list without a last line end", async () => {
    const rows = "a@example.com,ok\n".repeat(5000);
    await expect(read(`email,note\n${rows}\nf@example.com,"oops\ng@example.com`)).rejects.toThrow(
      "row 5003:",
    );
  });

  test("one that is closed in the middle of a later row is an error, as rows are lost", async () => {
    await expect(
      read('email,note\nf@example.com,"oops\ng@example.com,"ok"\nh@example.com,x\n'),
    ).rejects.toThrow("row 2: a quotation mark opens here and is not closed where a cell ends");
  });

  test("one inside a cell stands for itself", async () => {
    const { read: entries } = await read(
      'email,note\na@example.com,5" pipe\nNina "N." Roe <b@example.com>,x\n"c@example.com","say ""hi"""\n',
    );
    expect(entries).toEqual(["2 a@example.com", "3 b@example.com", "4 c@example.com"]);
  });

  test("in a list of lines they hold no lines together", async () => {
    const { read: entries } = await read(
      '"a@example.com\nb@example.com"\n"c@example.com"\n',
      "l.txt",
    );
    expect(entries).toEqual(["1 a@example.com", "2 b@example.com", "3 c@example.com"]);
  });

  test("an error never quotes the row", async () => {
    const error: unknown = await read('email\nx@example.com "secret\n"secret@example.com').catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).toContain("row 3");
    expect(String(error)).not.toContain("secret");
  });
});

test("a row of more than a mebibyte is an error with its number", async () => {
  const bytes = `email,note\na@example.com,b\nb@example.com,"${"x".repeat(2 ** 20)}"\n`;
  await expect(read(bytes)).rejects.toThrow("row 3: it is longer than 1 MiB");
});
