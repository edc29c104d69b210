import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { ListQuestion } from "../../src/list/list-error.js";
import { read } from "./lists.js";
import { question } from "./question.js";
import { sheetOf, workbook } from "./workbook.js";

const people = sheetOf("People", [
  ["Name", "Email"],
  ["Ana", "ana@example.com"],
  ["Ben", "ben@example.org"],
]);

describe("a workbook", () => {
  test("is read from its first sheet that is shown, and the others are named", async () => {
    const secret = { ...sheetOf("Lists", [["email"], ["x@example.net"]]), hidden: true };
    const { read: entries, facts } = await read(
      workbook([secret, people, sheetOf("More", [["email"]])]),
      "l.xlsx",
    );
    expect(entries).toEqual(["2 ana@example.com", "3 ben@example.org"]);
    expect(facts).toMatchObject({
      format: "xlsx",
      sheet: "People",
      otherSheets: ["Lists", "More"],
      columnNames: ["Email"],
      columns: [2],
    });
  });

  test("is a question where the name of another sheet says who is out", async () => {
    const list = (name: string) =>
      sheetOf(name, [["email"], [`${name.toLowerCase()}@example.com`]]);
    const hidden = { ...list("Unsubscribed"), hidden: true };
    const error: unknown = await read(workbook([hidden, list("Active")]), "l.xlsx").catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      choices: [
        { what: 'sheet "Active" (1 row with an address)', flags: ["--sheet", "Active"] },
        {
          what: 'sheet "Unsubscribed" (1 row with an address)',
          flags: ["--sheet", "Unsubscribed"],
        },
      ],
    });
    const named = await read(workbook([hidden, list("Active")]), "l.xlsx", {
      sheet: "Unsubscribed",
    });
    expect(named.read).toEqual(["2 unsubscribed@example.com"]);
    await expect(read(workbook([list("Subscribed")]), "l.xlsx")).rejects.toThrow(
      "1 of 1 rows do not",
    );
  });

  test("is a question where several sheets that are shown hold addresses", async () => {
    const list = (name: string) =>
      sheetOf(name, [["email"], [`${name.toLowerCase()}@example.com`]]);
    const book = workbook([list("Keep"), list("Remove"), sheetOf("Notes", [["by Ana"]])]);
    const { message, choices } = await question(book, "l.xlsx");
    expect(message).toContain("it has several sheets, and it may be that not all of them hold");
    expect(choices.map(({ what }) => what)).toEqual([
      'sheet "Keep" (1 row with an address)',
      'sheet "Remove" (1 row with an address)',
    ]);
    expect((await read(book, "l.xlsx", { sheet: "Remove" })).read).toEqual([
      "2 remove@example.com",
    ]);
  });

  test("is a question where the column of addresses is hidden, and another holds some", async () => {
    const rows = [
      ["email", "Contact"],
      ["old@example.com", "new@example.com"],
    ];
    const before = '<cols><col min="1" max="1" hidden="1"/></cols>';
    const { message } = await question(workbook([{ ...sheetOf("S", rows), before }]), "l.xlsx");
    expect(message).toContain(
      '"email" (column 1) is hidden in the sheet, and another column holds',
    );
    const alone = { ...sheetOf("S", [["email"], ["a@example.com"]]), before };
    expect((await read(workbook([alone]), "l.xlsx")).entries).toHaveLength(1);
  });

  test("is a question where a filter has a criterion, and no row is hidden", async () => {
    const rows = [["email"], ["a@example.com"], ["b@example.com"]];
    const filter = (within: string) => ({
      after: `<autoFilter ref="A1:A3"><filterColumn colId="0">${within}</filterColumn></autoFilter>`,
    });
    const criterion = filter('<filters><filter val="a@example.com"/></filters>');
    const unapplied = workbook([{ ...sheetOf("S", rows), ...criterion }]);
    expect((await question(unapplied, "l.xlsx")).message).toContain("it may not have been applied");
    expect((await read(unapplied, "l.xlsx", { allRows: true })).entries).toHaveLength(2);
    expect(
      (await read(workbook([{ ...sheetOf("S", rows), ...filter("") }]), "l.xlsx")).entries,
    ).toHaveLength(2);
    const applied = workbook([{ ...sheetOf("S", rows, [3]), ...criterion }]);
    expect((await question(applied, "l.xlsx")).message).toContain("1 of 2 rows are hidden");
  });

  test.each([
    ["by the style of the cell", '<c r="A3" s="1" t="inlineStr"><is><t>b@example.com</t></is></c>'],
    [
      "in the cell",
      '<c r="A3" t="inlineStr"><is><r><rPr><strike/></rPr><t>b@example.com</t></r></is></c>',
    ],
    ["in a text of the workbook", '<c r="A3" t="s"><v>0</v></c>'],
  ])("is a question where an address is struck through: %s", async (_, cell) => {
    const { rows, ...sheet } = sheetOf("S", [["email"], ["a@example.com"]]);
    const book = workbook(
      [{ ...sheet, rows: `${rows}<row r="3">${cell}</row>` }],
      ["<si><r><rPr><strike/></rPr><t>b@example.com</t></r></si>"],
      '<fonts><font><strike val="0"/></font><font><strike/></font></fonts><cellStyleXfs><xf fontId="1"/></cellStyleXfs>' +
        '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>',
    );
    const { message, choices } = await question(book, "l.xlsx");
    expect(message).toContain(
      "in 1 of 2 rows the address is struck through; say which rows are meant",
    );
    expect(choices.map(({ flags }) => flags.join(" "))).toEqual([
      "--where row visibility=visible",
      "--where row visibility=struck",
      "--all-rows",
    ]);
    const where = ["row visibility=visible"];
    expect((await read(book, "l.xlsx", { where })).read).toEqual(["2 a@example.com"]);
  });

  test("whose first sheet is no list names the others", async () => {
    const cover = sheetOf("Cover", [["Exported by Ana"]]);
    const file = workbook([cover, sheetOf("Data", [["email"], ["ana@example.com"]])]);
    await expect(read(file, "l.xlsx")).rejects.toThrow('with --sheet: "Data"');
  });

  test("leaves out how a Japanese text is read aloud, within a cell too", async () => {
    const cell = (at: string, text: string) =>
      `<c r="${at}" t="inlineStr"><is><t>${text}</t><rPh sb="0" eb="1"><t>あな</t></rPh></is></c>`;
    const rows = `<row r="1">${cell("A1", "メール")}</row><row r="2">${cell("A2", "ana@example.com")}</row>`;
    expect((await read(workbook([{ name: "S", rows }]), "l.xlsx")).read).toEqual([
      "2 ana@example.com",
    ]);
  });

  test("is read from the sheet that is named, by its name or its number", async () => {
    const book = workbook([people, sheetOf("Out", [["email"], ["cy@example.net"]])]);
    for (const sheet of ["Out", "out", "2"]) {
      expect((await read(book, "l.xlsx", { sheet })).read).toEqual(["2 cy@example.net"]);
    }
    await expect(read(book, "l.xlsx", { sheet: "In" })).rejects.toThrow('there is "People", "Out"');
    await expect(read("email\na@example.com\n", "l.csv", { sheet: "In" })).rejects.toThrow(
      "leave out --sheet",
    );
  });

  test("may keep its texts apart, in pieces, with a reading beside them, in another name space", async () => {
    const rows =
      '<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row><x:row r="2"><x:c r="A2" t="s"><x:v>1</x:v></x:c></x:row>';
    const texts = [
      '<si><t>メール</t><rPh sb="0" eb="3"><t>めーる</t></rPh></si>',
      "<si><r><t>ana</t></r><r><t>@example.com</t></r></si>",
    ];
    expect((await read(workbook([{ name: "S", rows }], texts), "l.xlsx")).read).toEqual([
      "2 ana@example.com",
    ]);
  });

  test("gives what a formula showed last, and the address that a cell links to", async () => {
    const rows =
      '<row r="1"><c r="A1" t="inlineStr"><is><t>E-Mail</t></is></c></row>' +
      '<row r="2"><c r="A2" t="str"><f>LOWER(B2)</f><v>ana@example.com</v></c></row>' +
      '<row r="3"><c r="A3" t="str"><f>HYPERLINK("mailto:ben@example.com","Ben")</f><v>Ben</v></c></row>' +
      '<row r="4"><c r="A4" t="inlineStr"><is><t>Write to Cy</t></is></c></row>' +
      '<row r="5"><c r="A5" t="inlineStr"><is><t>mailto:di@example.com</t></is></c></row>' +
      '<row r="6"><c r="A6" t="inlineStr"><is><t>ed@example.com</t></is></c></row>';
    const after =
      '<hyperlinks><hyperlink ref="A4" r:id="rId1"/><hyperlink ref="A6" r:id="rId2"/></hyperlinks>';
    const links = ["mailto:cy@example.com?subject=x", "mailto:old@example.com"];
    const { read: entries } = await read(workbook([{ name: "S", rows, after, links }]), "l.xlsx");
    expect(entries).toEqual([
      "2 ana@example.com",
      "3 ben@example.com",
      "4 cy@example.com",
      "5 di@example.com",
      "6 ed@example.com",
    ]);
  });

  test("counts its rows as the spreadsheet does, also those that are not in the file", async () => {
    const rows =
      '<row r="3"><c r="B3" t="inlineStr"><is><t>email</t></is></c></row>' +
      '<row r="7"><c r="B7" t="inlineStr"><is><t>ana@example.com</t></is></c></row>';
    const { read: entries, facts } = await read(workbook([{ name: "S", rows }]), "l.xlsx");
    expect(entries).toEqual(["7 ana@example.com"]);
    expect(facts).toMatchObject({ rows: 7, blankRows: 5, headerRow: 3 });
  });

  test("with hidden rows is a question, and each answer takes its part", async () => {
    const book = workbook([
      sheetOf("S", [["email"], ["a@example.com"], ["b@example.com"], ["c@example.com"]], [3]),
    ]);
    const question = await read(book, "l.xlsx").catch((error: unknown) => error);
    if (!(question instanceof ListQuestion)) throw new Error("it was no question");
    expect(question.message).toContain("1 of 3 rows are hidden");
    const [shown, hidden, all] = question.choices.map(({ flags }) => flags);
    expect(all).toEqual(["--all-rows"]);
    const taken = async (where: string) => (await read(book, "l.xlsx", { where: [where] })).read;
    expect(await taken(shown?.[1] ?? "")).toEqual(["2 a@example.com", "4 c@example.com"]);
    expect(await taken(hidden?.[1] ?? "")).toEqual(["3 b@example.com"]);
    expect((await read(book, "l.xlsx", { allRows: true })).entries).toHaveLength(3);
  });

  test.each([
    ['<row ht="0" customHeight="1">', ""],
    ['<row ht="0.1">', ""],
    ['<row ht="0" hidden="0">', ""],
    ['<row hidden="true">', ""],
    ["<row>", '<sheetFormatPr zeroHeight="1"/>'],
  ])("with a row that is hidden in another way is a question too: %s%s", async (hidden, before) => {
    const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c></row>`;
    const rows =
      `<row hidden="0">${cell("email")}<row ht="15">${cell("a@example.com")}` +
      `<row hidden="0">${cell("b@example.com")}${hidden}${cell("c@example.com")}`;
    await expect(read(workbook([{ name: "S", before, rows }]), "l.xlsx")).rejects.toThrow(
      "1 of 3 rows are hidden in the sheet",
    );
  });

  test("whose last column is far out is refused, not filled up", async () => {
    const rows = '<row r="1"><c r="XFD1" t="inlineStr"><is><t>email</t></is></c></row>';
    await expect(read(workbook([{ name: "S", rows }]), "l.xlsx")).rejects.toThrow(
      "more than 4,096 columns",
    );
  });

  test("whose XML is broken, or whose rows go back, is damaged and says so", async () => {
    await expect(read(workbook([{ name: "S", rows: "<row>" }]), "l.xlsx")).rejects.toThrow(
      "the workbook is damaged",
    );
    const back = '<row r="5"></row><row r="2"></row>';
    await expect(read(workbook([{ name: "S", rows: back }]), "l.xlsx")).rejects.toThrow(
      "not in order",
    );
  });

  test("declares no entities of its own", async () => {
    const bomb = zipSync({
      "xl/workbook.xml": strToU8(
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><workbook><sheets><sheet name="&b;"/></sheets></workbook>',
      ),
    });
    await expect(read(bomb, "l.xlsx")).rejects.toThrow("the workbook is damaged");
  });
});
