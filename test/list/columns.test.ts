import { describe, expect, test } from "vitest";
import { ListError } from "../../src/list/list-error.js";
import { latin1, read } from "./lists.js";

const refusal = async (...args: Parameters<typeof read>): Promise<string> => {
  const error: unknown = await read(...args).catch((reason: unknown) => reason);
  if (!(error instanceof ListError)) throw new Error("it was read");
  return error.message;
};

describe("the separator is the one that gives addresses", () => {
  test.each([
    ["a semicolon", "E-Mail;Ort\nben@example.org;Köln\n", "2 ben@example.org", ";"],
    ["a tab", "name\temail\nBen, B.\tben@example.org\n", "2 ben@example.org", "\t"],
    ["a pipe", "id|mail\n1|ben@example.org\n", "2 ben@example.org", "|"],
    [
      "a comma, where others stand in names",
      "name;x,email\nA;B;C,ben@example.org\n",
      "2 ben@example.org",
      ",",
    ],
    ["a semicolon without a header", "Ana;a@example.com\n", "1 a@example.com", ";"],
    ["none", "email\na@example.com", "2 a@example.com", undefined],
    [
      "none, though there are commas in a cell",
      "Roe, Nina <n@example.com>\n",
      "1 n@example.com",
      undefined,
    ],
  ])("%s", async (_, text, entry, separator) => {
    const { read: entries, facts } = await read(text);
    expect(entries).toEqual([entry]);
    expect(facts.separator).toBe(separator);
  });

  test("or the one of the hint line, which is no row", async () => {
    const { read: entries, facts } = await read("sep=;\r\nemail;n\r\nss@example.com;1,5\r\n");
    expect(entries).toEqual(["2 ss@example.com"]);
    expect(facts).toMatchObject({ separator: ";", rows: 2, columnNames: ["email"] });
    expect((await read('\uFEFF"sep=|"\nn|email\n1|ss@example.com\n')).read).toEqual([
      "2 ss@example.com",
    ]);
  });

  test("none where the header is one cell, so that no second address of a row is lost", async () => {
    const { read: entries } = await read("email\nq@example.com; r@example.com\na@example.com\n");
    expect(entries).toEqual(["2 q@example.com", "2 r@example.com", "3 a@example.com"]);
  });

  test("that of a usual header, though another would give more addresses", async () => {
    expect((await read("email;note\n;x@example.org\n")).read).toEqual(["2 !empty"]);
  });

  test("a list in one column needs no separator, no last line end and no header", async () => {
    expect((await read("email\na@example.com\nb@example.com")).read).toEqual([
      "2 a@example.com",
      "3 b@example.com",
    ]);
    const { read: entries, facts } = await read("h@example.com\ni@example.com\n");
    expect(entries).toEqual(["1 h@example.com", "2 i@example.com"]);
    expect(facts).toMatchObject({ hasHeader: false, columns: [1] });
    expect(facts).not.toHaveProperty("columnNames");
  });
});

describe("the column is known by its header", () => {
  test.each([
    "Email",
    "E-MAIL",
    "email_address",
    " EMAIL ADDRESS ",
    '"e.mail"',
    "email   ",
    "E-Mail-Adresse",
    "Correo electrónico",
    "Adresse e-mail",
    "Courriel",
    "mail",
    "Subscriber Email",
    "メールアドレス",
  ])("%s", async (header) => {
    const { read: entries } = await read(`id,${header},name\n1,ana@example.com,x@example.org\n`);
    expect(entries).toEqual(["2 ana@example.com"]);
  });

  test("another that speaks of mail is one if there are addresses in it", async () => {
    const { facts } = await read("mail type,Billing e-mail\nhtml,ana@example.com\n");
    expect(facts.columnNames).toEqual(["Billing e-mail"]);
  });

  test("two of them are one too many, and the error names both and the way out", async () => {
    const text = "email,name,Work e-mail\na@example.com,A,b@example.org\n";
    expect(await refusal(text)).toMatch(
      /several columns may hold the addresses: "email" \(column 1\), "Work e-mail" \(column 3\); .*--column/,
    );
    expect((await read(text, "l.csv", { columns: ["work E-MAIL"] })).read).toEqual([
      "2 b@example.org",
    ]);
  });

  test.each([
    "Owner email,Name",
    "Agent email,Customer",
    "from_email,recipient",
    "Sender e-mail,To",
    "Referred by (email),Person",
    "Betreuer E-Mail,Kunde",
    "E-mail du propriétaire,Client",
  ])("one of somebody else's addresses is asked about: %s", async (header) => {
    const text = `${header}\nown@example.com,a@example.org\nown@example.com,b@example.org\n`;
    const message = await refusal(text);
    expect(message).toMatch(/somebody else than the contacts.*--column/);
    const { read: entries } = await read(text, "l.csv", { columns: ["2"] });
    expect(entries).toEqual(["2 a@example.org", "3 b@example.org"]);
  });

  test("one of unusual name beside another that holds as many addresses is asked about", async () => {
    expect(await refusal("Billing e-mail,Client\na@example.com,b@example.org\n")).toContain(
      "--column",
    );
    const some =
      "Billing e-mail,Note\na@example.com,b@example.org\nc@example.com,-\nd@example.com,-\n";
    expect((await read(some)).read).toHaveLength(3);
  });

  test("one that stands twice is refused, and may be chosen by its number", async () => {
    const text = "email,email\na@example.com,b@example.org\n";
    expect(await refusal(text)).toContain("a header stands twice");
    expect(await refusal(text, "l.csv", { columns: ["email"] })).toContain("a header stands twice");
    expect((await read(text, "l.csv", { columns: ["2"] })).read).toEqual(["2 b@example.org"]);
  });

  test("none is an error that lists what there is, but no address", async () => {
    const message = await refusal("kontakt;ort\nana@example.com;Bonn\n");
    expect(message).toContain('"kontakt" (column 1), "ort" (column 2); name one with --column');
    const other = await refusal("ort,note\nBonn,ask ana@example.com twice\n");
    expect(other).not.toContain("example.com");
  });

  test("--column that is the name of one column and the number of another asks which", async () => {
    const text = "3,mail,work\na@example.com,b@example.com,c@example.com\n";
    expect(await refusal(text, "l.csv", { columns: ["3"] })).toContain(
      '--column may mean any of "3" (column 1), "work" (column 3); give the number of the one that is meant: --column "1" or --column "column 3"',
    );
    expect((await read(text, "l.csv", { columns: ["column 3"] })).read).toEqual([
      "2 c@example.com",
    ]);
    expect((await read(text, "l.csv", { columns: ["1"] })).read).toEqual(["2 a@example.com"]);
    // What the question offers names one column, too.
    const offered = "email,1\na@example.com,b@example.com\n";
    expect((await read(offered, "l.csv", { columns: ["email"] })).read).toHaveLength(1);
  });

  test("--column takes any name, in the spelling of the file first", async () => {
    const text = "Kontakt;kontakt;ort\na@example.com;b@example.com;c@example.com\n";
    expect((await read(text, "l.csv", { columns: ["kontakt"] })).read).toEqual(["2 b@example.com"]);
    expect(await refusal(text, "l.csv", { columns: ["kunde"] })).toMatch(
      /there is no column "kunde"; there is "Kontakt" \(column 1\)/,
    );
  });
});

describe("where there is no header", () => {
  test("the column is the one in which addresses stand", async () => {
    const { read: entries, facts } = await read("1,Ana,a@example.com\n2,Ben,b@example.com\n");
    expect(entries).toEqual(["1 a@example.com", "2 b@example.com"]);
    expect(facts).toMatchObject({ columns: [3], hasHeader: false });
  });

  test("a row that holds an address is none, whatever else it says", async () => {
    const { read: entries } = await read("mail,nina@example.com\nmail,ben@example.com\n");
    expect(entries).toEqual(["1 nina@example.com", "2 ben@example.com"]);
  });

  test("addresses in two columns are an error, with --column NUMBER as the way out", async () => {
    const text = "a@example.com,b@example.org\nc@example.com,d@example.org\n";
    expect(await refusal(text)).toContain("addresses stand in columns 1 and 2");
    expect((await read(text, "l.csv", { columns: ["2"] })).read).toEqual([
      "1 b@example.org",
      "2 d@example.org",
    ]);
  });

  test("an address in another column is an error late in the file too", async () => {
    const text = `${"1,a@example.com\n".repeat(3000)}b@example.com,2\n`;
    expect(await refusal(text)).toMatch(/row 3001: an address stands in column 1/);
  });
});

test("an error of a list is one of usage, and begins with the list's name", async () => {
  const error: unknown = await read("", "nothing.csv").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ListError);
  expect(String(error)).toMatch(/nothing\.csv: it is empty$/);
});

test.each([
  ["of blank rows", "\n \n,\n"],
  ["with a header only", "email,name\n"],
  ["of blank rows under a header", "email,name\n,\n"],
  ["without an address anywhere", "foo\nbar\n"],
])("a list %s is an error, not an empty success", async (_, text) => {
  await expect(read(text)).rejects.toBeInstanceOf(ListError);
});

test("a name that is no ASCII in a list of another encoding does not hide the column", async () => {
  const { read: entries } = await read(latin1("Stra\xDFe;E-Mail\nA;a@example.com\n"));
  expect(entries).toEqual(["2 a@example.com"]);
});
