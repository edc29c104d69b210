import { describe, expect, test } from "vitest";
import { read } from "./lists.js";
import { question } from "./question.js";
import { sheetOf, workbook } from "./workbook.js";

describe("a workbook", () => {
  test("is a question where the name of another sheet says who is out", async () => {
    const list = (name: string) =>
      sheetOf(name, [["email"], [`${name.toLowerCase()}@example.com`]]);
    const hidden = { ...list("Unsubscribed"), hidden: true };
    const { choices } = await question(workbook([hidden, list("Active")]), "l.xlsx");
    expect(choices).toMatchObject([
      { what: 'sheet "Active" (1 row with an address)', flags: ["--sheet", "Active"] },
      {
        what: 'sheet "Unsubscribed" (1 row with an address)',
        flags: ["--sheet", "Unsubscribed"],
      },
    ]);
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

  test("with hidden rows is a question, and each answer takes its part", async () => {
    const book = workbook([
      sheetOf("S", [["email"], ["a@example.com"], ["b@example.com"], ["c@example.com"]], [3]),
    ]);
    const { message, choices } = await question(book, "l.xlsx");
    expect(message).toContain("1 of 3 rows are hidden");
    const [shown, hidden, all] = choices.map(({ flags }) => flags);
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
});
