import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { latin1, read } from "./lists.js";
import { question } from "./question.js";

const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

describe("the byte order mark", () => {
  test("is no part of the first header", async () => {
    const { read: entries, facts } = await read("\uFEFFemail,name\nana@example.com,Ana\n");
    expect(entries).toEqual(["2 ana@example.com"]);
    expect(facts).toMatchObject({
      encoding: "utf-8",
      columnNames: ["email"],
      encodingGuessed: false,
    });
  });

  test("is no part of the first address of a list of lines", async () => {
    const {
      read: entries,
      entries: [first],
    } = await read("\uFEFFana@example.com\n", "list.txt");
    expect(entries).toEqual(["1 ana@example.com"]);
    expect(first?.address).toBe("ana@example.com");
  });

  test("speaks against an encoding that is named otherwise", async () => {
    await expect(
      read("\uFEFFemail\nana@example.com\n", "list.csv", { encoding: "windows-1252" }),
    ).rejects.toThrow("leave out --encoding windows-1252");
  });
});

describe("UTF-16", () => {
  const text = "Email\tName\r\nc@example.com\tÇelik\r\n";

  test.each([
    ["little-endian with a mark", Buffer.from(`\uFEFF${text}`, "utf16le"), "utf-16le"],
    ["big-endian with a mark", utf16be(`\uFEFF${text}`), "utf-16be"],
    ["little-endian without one", Buffer.from(text, "utf16le"), "utf-16le"],
    ["big-endian without one", utf16be(text), "utf-16be"],
  ])("%s is read", async (_, bytes, encoding) => {
    const { read: entries, facts } = await read(bytes, "export.txt");
    expect(entries).toEqual(["2 c@example.com"]);
    expect(facts).toMatchObject({ encoding, encodingGuessed: false, format: "tsv", rows: 2 });
  });

  test("that ends in half a character is an error", async () => {
    const bytes = Buffer.concat([Buffer.from("\uFEFFa@example.com\n", "utf16le"), Buffer.of(0x61)]);
    await expect(read(bytes)).rejects.toThrow("it is not utf-16le throughout");
  });
});

describe("an encoding that has to be guessed", () => {
  test("does not matter to an address that is all ASCII", async () => {
    const { read: entries, facts } = await read(latin1("email,name\nx@example.com,M\xFCller\n"));
    expect(entries).toEqual(["2 x@example.com"]);
    expect(facts).toMatchObject({ encoding: "windows-1252", encodingGuessed: true });
  });

  test("makes an address invalid that is not", async () => {
    const { read: entries } = await read(
      latin1("m\xFCller@example.com\nx@b\xFCcher.example\ny@example.com\n"),
    );
    expect(entries).toEqual([
      "1 !encoding-guessed U+00FC",
      "2 !encoding-guessed U+00FC",
      "3 y@example.com",
    ]);
  });

  test("makes it so for a byte in the last row, and for the rows before it", async () => {
    const rows = `ü@example.com\n${"a@example.com\n".repeat(40_000)}`;
    const { entries, facts } = await read(
      Buffer.concat([Buffer.from(rows), latin1("\xE9@example.com\n")]),
    );
    expect(facts.encodingGuessed).toBe(true);
    expect(entries).toHaveLength(40_002);
    expect(entries.filter(({ problem }) => problem).map(({ row }) => row)).toEqual([1, 40_002]);
  });

  test("keeps a byte that may be a letter there from being trimmed as a blank", async () => {
    const { read: entries } = await read(
      latin1("email\n\xA0ana@example.com\nben@example.com\xAD\n"),
    );
    expect(entries).toEqual(["2 !encoding-guessed U+FFFD", "3 !encoding-guessed U+FFFD"]);
  });

  test("keeps bytes that may be letters from being taken off as quotation marks", async () => {
    const { read: entries } = await read(latin1("email\n\xABana@example.com\xBB\n"));
    expect(entries).toEqual(["2 !encoding-guessed U+00AB"]);
  });

  test("does not matter to an address in brackets behind a name", async () => {
    const { read: entries } = await read(latin1("M\xFCller <x@example.com>\n"), "list.txt");
    expect(entries).toEqual(["1 x@example.com"]);
  });
});

describe("an encoding that is named", () => {
  test.each([
    ["windows-1252", latin1("email\nm\xFCller@example.com\n"), "müller@example.com"],
    ["latin1", latin1("email\n\x80@example.com\n"), "€@example.com"],
    ["iso-8859-15", latin1("email\n\xA4@example.com\n"), "€@example.com"],
    ["macintosh", latin1("email\nm\x9Fller@example.com\n"), "müller@example.com"],
    ["koi8-r", latin1("email\n\xC1@example.com\n"), "а@example.com"],
  ])("%s is read as that", async (encoding, bytes, address) => {
    const { read: entries, facts } = await read(bytes, "list.csv", { encoding });
    expect(entries).toEqual([`2 ${address}`]);
    expect(facts.encodingGuessed).toBe(false);
  });

  test("is not guessed anew if the bytes are not in it", async () => {
    const bytes = latin1("email\nm\xFCller@example.com\n");
    await expect(read(bytes, "list.csv", { encoding: "utf-8" })).rejects.toThrow("--encoding");
  });

  test("has to be one there is", async () => {
    await expect(read("a@example.com", "list.csv", { encoding: "klingon" })).rejects.toThrow(
      "--encoding klingon is not known here",
    );
  });
});

describe("gzip", () => {
  const text = "email\nana@example.com\nben@example.com\n";

  test("is known by its bytes, not by its name", async () => {
    const { read: entries, facts } = await read(gzipSync(text), "list.csv");
    expect(entries).toEqual(["2 ana@example.com", "3 ben@example.com"]);
    expect(facts).toMatchObject({ gzip: true, rows: 3 });
  });

  test("of several members is read to the last", async () => {
    const bytes = Buffer.concat([gzipSync(text), gzipSync("cy@example.com\n")]);
    expect((await read(bytes)).entries).toHaveLength(3);
  });

  test("that is cut off or damaged is an error", async () => {
    const whole = gzipSync(text);
    await expect(read(whole.subarray(0, -9))).rejects.toThrow("the gzip file is cut off");
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(15) ^ 0xff, 15);
    await expect(read(damaged)).rejects.toThrow("the gzip file is damaged");
    await expect(read(Buffer.concat([whole, Buffer.from("x@y")]))).rejects.toThrow("is damaged");
  });
});

test.each([
  ["an old workbook", latin1("\xD0\xCF\x11\xE0\xA1\xB1"), "an old Excel workbook"],
  ["a PDF", latin1("%PDF-1.7\n"), "a PDF"],
  ["a NUL byte late", Buffer.from(`email\n${"a@example.com\n".repeat(50_000)}\0`), "not text"],
])("%s is no list, and the error says what to do", async (_, bytes, what) => {
  await expect(read(bytes)).rejects.toThrow(`it is ${what}`);
  await expect(read(bytes)).rejects.toThrow("save the list as CSV (UTF-8)");
});

describe("a column that cannot be read may say who has asked to be out", () => {
  test.each([
    [
      "Cyrillic letters",
      latin1(
        "email,\xce\xf2\xef\xe8\xf1\xe0\xed\na@example.com,\xed\xe5\xf2\nb@example.com,\xe4\xe0\n",
      ),
    ],
    [
      "letters of a Macintosh",
      latin1("email,Statut\na@example.com,Abonn\x8e\nb@example.com,D\x8esabonn\x8e\n"),
    ],
    [
      "letters of DOS",
      latin1("email,Statut\na@example.com,Abonn\x82\nb@example.com,D\x82sabonn\x82\n"),
    ],
    [
      "Japanese",
      latin1("email,\x83X\x83e\x81[\x83^\na@example.com,\x8dw\x93\xc7\nb@example.com,\x94z\x90M\n"),
    ],
    [
      "UTF-8 saved twice",
      "email,Statut\na@example.com,Abonn\u00c3\u00a9\nb@example.com,D\u00c3\u00a9sabonn\u00c3\u00a9\n",
    ],
  ])("%s", async (_, content) => {
    const { message } = await question(content);
    expect(message).toContain("(they look garbled: --encoding names what the list is written in)");
  });

  test("one of words as Western languages have them does not", async () => {
    const cities = ["K\xf6ln", "M\xfcnchen", "Cr\xe9\xe9e", "Fun\xe7\xe3o", "\xc9vreux"];
    const rows = cities.map((city, at) => `r${at}@example.com,${city},L\x92Ha\xff\n`);
    expect((await read(latin1(`email,Ort,Caf\xe9\n${rows.join("")}`))).entries).toHaveLength(5);
  });
});
