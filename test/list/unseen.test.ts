import { describe, expect, test } from "vitest";
import { ListQuestion } from "../../src/list/list-error.js";
import { read } from "./lists.js";

const question = async (...args: Parameters<typeof read>): Promise<ListQuestion> => {
  const error: unknown = await read(...args).catch((reason: unknown) => reason);
  if (error instanceof ListQuestion) return error;
  throw new Error(error instanceof Error ? error.message : "it was read");
};

describe("a row of another width", () => {
  test("is invalid where an address of another column may have slid into its place", async () => {
    const content =
      "Name,Email,Referred by\nAna,ana@example.com,boss@example.org\nBen,boss@example.org\nCy,cy@example.com,\nDi,di@example.com,,\nEd,ed@example.com,x,y\n";
    const { read: entries, facts } = await read(content);
    expect(entries).toEqual([
      "2 ana@example.com",
      "3 !ragged-row",
      "4 cy@example.com",
      "5 di@example.com",
      "6 !ragged-row",
    ]);
    expect(facts.ragged.count).toBe(3);
  });

  test("is read where no other column holds addresses", async () => {
    expect((await read("email,name\nana@example.com\nben@example.com,Ben,x\n")).read).toEqual([
      "2 ana@example.com",
      "3 ben@example.com",
    ]);
  });
});

describe("with --where, a row of another width", () => {
  const readWhere = (content: string, ...where: string[]) =>
    read(content, "l.csv", { where, separator: ";" });

  const four = "id;email;name;status";
  const five = "id;email;name;status;note";

  test.each([
    ["has slid out of what is asked for", four, "2;b@example.org;Ben; Jr;unsubscribed", true],
    ["may have slid into it", four, "2;b@example.org;Ben;unsubscribed;active", true],
    ["lacks the cell that is asked about", four, "2;b@example.org;unsubscribed", true],
    ["lacks another cell, perhaps one before it", five, "2;b@example.org;x;unsubscribed", true],
    ["is not meant, however it has slid", four, "2;b@example.org;Ben; Jr;active", false],
    ["is cut off before what is asked about", four, "2;b@example.org;Ben", true],
  ])("is invalid or left out, never sent: it %s", async (_, header, row, isOpen) => {
    const rest = header === five ? ";" : "";
    const content = `${header}\n1;a@example.org;Ann;unsubscribed${rest}\n${row}\n3;c@example.org;Cem;active${rest}\n`;
    const { read: entries, facts } = await readWhere(content, "status=unsubscribed");
    expect(entries).toEqual(["2 a@example.org", ...(isOpen ? ["3 !ragged-row"] : [])]);
    expect(facts.ragged.first.map((each) => each.row)).toContain(3);
    expect(facts.leftOut.rows + entries.length).toBe(3);
  });

  test("is read where it lacks an empty cell at its end, or holds no address", async () => {
    const content =
      "email;status;note\na@example.org;out\nb@example.org;in\nc@example.org;out;x\nTotal: 3\n";
    const { read: entries, facts } = await readWhere(content, "status=out");
    expect(entries).toEqual(["2 a@example.org", "4 c@example.org"]);
    expect(facts.leftOut.rows).toBe(2);
    // Here the cell may be that of the column behind it, which holds the same elsewhere.
    const both = "email;news;sms\na@example.org;no;no\nb@example.org;no\n";
    expect((await readWhere(both, "news=no")).read).toEqual(["2 a@example.org", "3 !ragged-row"]);
  });

  test("is none where the header leaves the last column unnamed", async () => {
    const content =
      "email;status;\na@example.org;unsubscribed;x\nb@example.org;active;unsubscribed\nc@example.org;unsubscribed\n";
    const { read: entries } = await readWhere(content, "status=unsubscribed");
    expect(entries).toEqual(["2 a@example.org", "4 c@example.org"]);
    expect((await question(content)).message).not.toContain("fewer cells");
  });

  test("is sent where it is meant however it has slid, or what is asked about stands before the address", async () => {
    const all =
      "status;email;name\nout;a@example.org;Ann\nout;b@example.org;Ben; Jr\nin;c@example.org;Cem; Jr\n";
    expect((await readWhere(all, "status=out")).read).toEqual([
      "2 a@example.org",
      "3 b@example.org",
    ]);
    const negated =
      "email;name;status\na@example.org;Ann;out\nb@example.org;Ben; Jr;out\nc@example.org;Cem; Jr;in\n";
    expect((await readWhere(negated, "status!=in")).read).toEqual([
      "2 a@example.org",
      "3 b@example.org",
      "4 !ragged-row",
    ]);
  });
});

describe("without a header, addresses in several columns are a question", () => {
  test.each([
    ["a@example.com b@example.com,c@example.com\n"],
    ["a@example.com,x\nb@example.com,c@example.com; d@example.com\n"],
    [`${"a@example.com,x\n".repeat(300)}b@example.com,c@example.com\n`],
  ])("%j", async (content) => {
    const { choices } = await question(content);
    expect(choices.map(({ flags }) => flags.join(" "))).toEqual([
      "--column 1",
      "--column 2",
      "--column 1 --column 2",
    ]);
  });

  test("and all that is in them can be taken", async () => {
    const { read: entries } = await read("a@example.com b@example.com,c@example.com\n", "l.csv", {
      columns: ["1", "2"],
    });
    expect(entries).toEqual(["1 a@example.com", "1 b@example.com", "1 c@example.com"]);
  });
});

describe("several columns that may hold the addresses", () => {
  const hubspot =
    "Email,Additional email addresses\na1@example.com,a2@example.com;a3@example.com\nb1@example.com,\n";

  test("are a question, also if the second is filled late or holds several at once", async () => {
    const late = `Email,Work email\n${"a@example.com,\n".repeat(1100)}a@example.com,b@example.org\n`;
    for (const content of [hubspot, late]) {
      const { choices } = await question(content);
      expect(choices).toHaveLength(3);
    }
    expect((await question(hubspot)).choices.at(-1)?.flags).toEqual([
      "--column",
      "Email",
      "--column",
      "Additional email addresses",
    ]);
  });

  test("can be named together, and an empty one is no entry", async () => {
    const columns = ["Email", "Additional email addresses"];
    expect((await read(hubspot, "l.csv", { columns })).read).toEqual([
      "2 a1@example.com",
      "2 a2@example.com",
      "2 a3@example.com",
      "3 b1@example.com",
    ]);
    expect(
      (await read("a,b,email\n,,\n1,2,\n", "l.csv", { columns: ["3"] }).catch(String)).toString(),
    ).not.toContain("example");
  });

  test("of Google's contacts too, with its own marks between addresses", async () => {
    const content =
      "Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value\nAna,Home,ana@example.com ::: ana2@example.com,Work,ana3@example.com\n";
    await question(content);
    const { read: entries } = await read(content, "l.csv", {
      columns: ["E-mail 1 - Value", "E-mail 2 - Value"],
    });
    expect(entries).toEqual(["2 ana@example.com", "2 ana2@example.com", "2 ana3@example.com"]);
  });

  test("by number, the header stays one", async () => {
    const { read: entries, facts } = await read("Kontakt,Ort\nana@example.com,Bonn\n", "l.csv", {
      columns: ["1"],
    });
    expect(entries).toEqual(["2 ana@example.com"]);
    expect(facts).toMatchObject({ hasHeader: true, columnNames: ["Kontakt"], columns: [1] });
  });
});

describe("the header", () => {
  test("is found below a few lines of a title", async () => {
    const { read: entries, facts } = await read(
      "Unsubscribe report\nAs of,2024-01-01\n\nName,Email\nAna,ana@example.com\n",
    );
    expect(entries).toEqual(["5 ana@example.com"]);
    expect(facts).toMatchObject({ headerRow: 4, columnNames: ["Email"] });
  });

  test("is where --header-row says, and what stands above it is told", async () => {
    const content = "boss@example.org,\nKontakt,Ort\nana@example.com,Bonn\n";
    const { read: entries, facts } = await read(content, "l.csv", {
      headerRow: 2,
      columns: ["Kontakt"],
    });
    expect(entries).toEqual(["3 ana@example.com"]);
    expect(facts.elsewhere).toMatchObject({ count: 1, first: [{ row: 1, text: "Kontakt" }] });
    await expect(read(content, "l.csv", { headerRow: 9 })).rejects.toThrow(
      "--header-row 9: there is no such row",
    );
  });
});

describe("the separator", () => {
  test.each([
    ["tab", "\t"],
    [";", ";"],
    ["semicolon", ";"],
    ["~", "~"],
    ["space", " "],
  ])("is what --separator %s says", async (separator, character) => {
    const content = `name${character}email\nAna${character}ana@example.com\n`;
    expect((await read(content, "l.csv", { separator })).facts).toMatchObject({
      separator: character,
      columns: [2],
    });
  });

  test("is one character", async () => {
    for (const separator of ["ab", "a", "@", '"']) {
      await expect(read("email\na@example.com\n", "l.csv", { separator })).rejects.toThrow(
        "--separator takes one character",
      );
    }
  });
});

test("an address in a column that is not taken is counted, with the column", async () => {
  const { facts } = await read(
    "Email,Owner\nana@example.com,boss@example.org\nben@example.com,ask @ana\n",
  );
  expect(facts.elsewhere).toMatchObject({ count: 1, first: [{ row: 2, text: "Owner" }] });
});

test("lines within a quoted cell that look like rows are told, with the row", async () => {
  const content =
    'email,note\na@example.com,"hello\nb@example.com,x\nc@example.com,y"\nd@example.com,"two\nlines"\n';
  const { read: entries, facts } = await read(content);
  expect(entries).toEqual(["2 a@example.com", "3 d@example.com"]);
  expect(facts.swallowed).toMatchObject({ count: 1, first: [{ row: 2, text: "2 lines" }] });
});
