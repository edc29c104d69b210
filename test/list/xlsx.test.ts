import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { read } from "./lists.js";
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
    expect(facts).toMatchObject({ rows: 7, blankRows: 5, dataRows: 1, headerRow: 3 });
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
