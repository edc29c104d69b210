import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { ListQuestion } from "../../src/list/list-error.js";
import { latin1, read } from "./lists.js";
import { sheetOf, workbook } from "./workbook.js";

const list = strToU8("email\nana@example.com\nben@example.com\n");

describe("an archive", () => {
  test("of one list is read, whatever lies beside it", async () => {
    const archive = zipSync({
      "out/list.csv": list,
      "__MACOSX/out/._list.csv": strToU8("x"),
      "README.txt": strToU8("hello"),
      "logo.png": strToU8("x"),
    });
    const { read: entries, facts } = await read(archive, "l.zip");
    expect(entries).toEqual(["2 ana@example.com", "3 ben@example.com"]);
    expect(facts).toMatchObject({ member: "out/list.csv", format: "csv" });
  });

  test("of several is a question with their rows, and each answer reads one", async () => {
    const archive = zipSync({
      "a.csv": list,
      "b.json": strToU8('["cy@example.com"]'),
      "c.bin": latin1("\0\0"),
    });
    const question = await read(archive, "l.zip").catch((error: unknown) => error);
    if (!(question instanceof ListQuestion)) throw new Error("it was no question");
    expect(question.choices).toEqual([
      { what: "a.csv (2 rows)", flags: ["--member", "a.csv"] },
      { what: "b.json (1 row)", flags: ["--member", "b.json"] },
      { what: "c.bin (it cannot be read)", flags: ["--member", "c.bin"] },
    ]);
    expect((await read(archive, "l.zip", { member: "b.json" })).read).toEqual(["1 cy@example.com"]);
    await expect(read(archive, "l.zip", { member: "d.csv" })).rejects.toThrow('there is "a.csv"');
    await expect(read("email\na@example.com\n", "l.csv", { member: "a" })).rejects.toThrow(
      "leave out --member",
    );
  });

  test("may hold a workbook", async () => {
    const book = workbook([sheetOf("S", [["email"], ["ana@example.com"]])]);
    const { read: entries, facts } = await read(zipSync({ "list.xlsx": book }), "l.zip");
    expect(entries).toEqual(["2 ana@example.com"]);
    expect(facts).toMatchObject({ format: "xlsx", member: "list.xlsx", sheet: "S" });
  });

  test("of which a letter was changed is damaged, packed or not, and so is one with another checksum", async () => {
    const rotten = Buffer.from(zipSync({ "a.csv": list }, { level: 0 }));
    rotten.write("hans", rotten.indexOf("ana@") - 1);
    await expect(read(rotten, "l.zip")).rejects.toThrow("the zip file is damaged");
    for (const level of [0, 6] as const) {
      const other = Buffer.from(zipSync({ "a.csv": list }, { level }));
      other.writeUInt32LE(1, other.lastIndexOf("PK\x01\x02") + 16);
      await expect(read(other, "l.zip")).rejects.toThrow("the zip file is damaged");
    }
    const book = Buffer.from(workbook([sheetOf("S", [["email"], ["ana@example.com"]])]));
    for (let at = book.indexOf("PK\x01\x02"); at !== -1; at = book.indexOf("PK\x01\x02", at + 1)) {
      if (!book.toString("latin1", at + 46, at + 70).startsWith("xl/worksheets/")) continue;
      book.writeUInt32LE(1, at + 16);
    }
    await expect(read(book, "l.xlsx")).rejects.toThrow("the zip file is damaged");
  });

  test("that leads beyond any file is damaged", async () => {
    const archive = Buffer.from(zipSync({ "a.csv": list }));
    const end = archive.subarray(-22);
    end.fill(0xff, 8, 20);
    for (const offset of [
      2n ** 62n,
      2n ** 63n,
      2n ** 64n - 1n,
      2n ** 53n,
      BigInt(archive.length),
    ]) {
      const locator = Buffer.from("PK\x06\x07\0\0\0\0........\x01\0\0\0", "latin1");
      locator.writeBigUInt64LE(offset, 8);
      const bytes = Buffer.concat([archive.subarray(0, -22), locator, end]);
      await expect(read(bytes, "l.zip")).rejects.toThrow("the zip file is damaged or cut off");
    }
  });

  test("that is cut off is damaged, and one that would unpack to gigabytes is left packed", async () => {
    const archive = zipSync({ "a.csv": list });
    await expect(read(archive.subarray(0, -30), "l.zip")).rejects.toThrow(
      "the zip file is damaged or cut off",
    );
    // What the archive says of the size is what reading is held to.
    const bomb = Buffer.from(zipSync({ "a.csv": new Uint8Array(1024 * 1024).fill(0x61) }));
    const directory = bomb.lastIndexOf("PK\x01\x02");
    bomb.writeUInt32LE(0xf0000000, directory + 24);
    await expect(read(bomb, "l.zip")).rejects.toThrow("far more than a list packs to");
    bomb.writeUInt32LE(1000, directory + 24);
    await expect(read(bomb, "l.zip")).rejects.toThrow("the zip file is damaged");
  });

  test("with a password is named", async () => {
    const archive = Buffer.from(zipSync({ "a.csv": list }));
    archive.writeUInt16LE(1, archive.lastIndexOf("PK\x01\x02") + 8);
    await expect(read(archive, "l.zip")).rejects.toThrow("it has a password");
  });
});

describe("what is no list is named, with the next step", () => {
  test.each([
    [
      "a web page under another name",
      "l.xls",
      "<html><table><tr><td>ana@example.com</td></tr></table></html>",
      /web page \(HTML\).*save it as \.xlsx or CSV/,
    ],
    [
      "XML",
      "l.xls",
      '<?xml version="1.0"?><Workbook></Workbook>',
      /it is XML; .*save it as \.xlsx/,
    ],
    [
      "a table of psql",
      "l.txt",
      " id |      email      \n----+-----------------\n  1 | ana@example.com\n(1 row)\n",
      /as psql draws it.*psql --csv/,
    ],
    [
      "one of mysql",
      "l.txt",
      "+----+\n| email |\n+----+\n| ana@example.com |\n",
      /as mysql draws it.*--batch/,
    ],
    ["one in Markdown", "l.md", "| email |\n|---|\n| ana@example.com |\n", /in Markdown/],
    [
      "vCards",
      "l.vcf",
      "BEGIN:VCARD\nEMAIL:ana@example.com\nEND:VCARD\n",
      /vCards; export the contacts as CSV/,
    ],
    [
      "the journal of a job",
      "l.csv.journal",
      '{"journal":3,"created":"2026-11-29T10:08:36.584Z","version":"0.1.0"}\n{"list":"start"}\n',
      /journal of a job.*retry take a journal, run takes the list/,
    ],
    [
      "e-mails",
      "l.mbox",
      "From ana@example.com Sat Nov 28\nTo: ben@example.com\n",
      /file of e-mails/,
    ],
    [
      "a dump",
      "l.sql",
      "-- x\nINSERT INTO people VALUES ('ana@example.com');\n",
      /dump of a database/,
    ],
    [
      "an old workbook",
      "l.xls",
      latin1("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
      /old Excel workbook \(\.xls\); save/,
    ],
    [
      "a workbook with a password",
      "l.xlsx",
      Buffer.concat([
        latin1("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        Buffer.from("EncryptedPackage", "utf16le"),
      ]),
      /password; open it, take the password off/,
    ],
    ["a PDF", "l.pdf", "%PDF-1.7\n", /it is a PDF; save the list as CSV/],
    ["Parquet", "l.parquet", latin1("PAR1\0"), /Parquet/],
  ])("%s", async (_, name, content, message) => {
    await expect(read(content, name)).rejects.toThrow(message);
  });

  test.each([
    [
      "an OpenDocument sheet",
      { mimetype: "x", "content.xml": "x" },
      /OpenDocument.*save it as \.xlsx or CSV/,
    ],
    ["one of Numbers", { "Index/Document.iwa": "x" }, /Numbers.*export it as CSV or Excel/],
    ["a binary workbook", { "xl/workbook.bin": "x" }, /\.xlsb/],
    ["a Word document", { "word/document.xml": "x" }, /Word document/],
    ["an archive without one", { "logo.png": "x" }, /no list in the archive/],
  ])("%s", async (_, parts, message) => {
    const archive = zipSync(
      Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
    );
    await expect(read(archive, "l.zip")).rejects.toThrow(message);
  });
});

test("what a system leaves in an archive is no second list", async () => {
  const junk = strToU8("junk");
  const { read: entries } = await read(
    zipSync({
      "x/list.csv": strToU8("email\nana@example.com\n"),
      "__MACOSX/x/._list.csv": junk,
      "x/.DS_Store": junk,
      "x/Thumbs.db": junk,
      "desktop.ini": junk,
      "export.log": junk,
    }),
    "l.zip",
  );
  expect(entries).toEqual(["2 ana@example.com"]);
});
