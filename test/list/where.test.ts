import { describe, expect, test } from "vitest";
import { readFilter } from "../../src/list/where.js";
import { read } from "./lists.js";

const header = ["email", "Status", "unsubscribed_at", "Country"];
const rows = [
  ["a@example.com", "Unsubscribed ", "2024-01-01", "DE"],
  ["b@example.com", "active", "", "de"],
  ["c@example.com", "BOUNCED", " ", "FR"],
  ["d@example.com"],
];
const taken = (...where: string[]) => {
  const filter = readFilter("list", header, 4, where);
  return rows
    .filter((row) => filter.takes(row))
    .map(([address = ""]) => address.charAt(0))
    .join("");
};

describe("--where takes the rows", () => {
  test.each([
    ["with a value, whatever its case and the blanks around it", ["status=unsubscribed"], "a"],
    ["with any of several values of one column", ["status=unsubscribed", "Status=Bounced"], "ac"],
    ["that fit what is said of several columns", ["country=de", "status=active"], "b"],
    ["without a value", ["status!=active"], "acd"],
    ["without any of several values", ["status!=active", "status!=bounced"], "ad"],
    ["whose cell is empty", ["unsubscribed_at="], "bcd"],
    ["whose cell is filled", ["unsubscribed_at!="], "a"],
    ["by the number of a column", ["4=FR"], "c"],
    ["all, if nothing is said", [], "abcd"],
  ])("%s", (_, where, expected) => {
    expect(taken(...where)).toBe(expected);
  });

  test.each([
    ["a column that is not there", "nothing=x", 'there is "email" (column 1), "Status" (column 2)'],
    ["no column", "=x", "needs a column and a value"],
    ["no condition", "status", "needs a column and a value"],
  ])("but refuses %s", (_, where, message) => {
    expect(() => taken(where)).toThrow(message);
  });

  test.each([
    [["email", "a", "a=b"], "a=b=1", ['"a" (column 2), "a=b" (column 3)', '"2=…"', '"3=…"']],
    [["email", "a", "a!=b"], "a!=b=1", ['"2!=…"', '"3=…"']],
    [
      ["email", "3", "status"],
      "3=x",
      ['"3" (column 2), "status" (column 3)', '"2=…"', '"column 3=…"'],
    ],
    [["email", "Column 3", "x"], "column 3=x", ['"2=…"', '"3=…"']],
  ])("and what may mean two of %j, with how to write it: %s", (names, where, parts) => {
    const filter = () => readFilter("list", names, names.length, [where]);
    for (const part of parts) expect(filter).toThrow(part);
    for (const [, way = ""] of parts.join().matchAll(/"([^"]*)…"/g)) {
      expect(readFilter("list", names, names.length, [`${way}x`]).columns.size).toBe(1);
    }
  });

  test.each([
    [["email", "a=b"], "a=b=1", 1],
    [["email", "ab", "a"], "a=b=1", 2],
    [["email", "2"], "2=x", 1],
    [["email", "3", "status"], "column 3=x", 2],
  ])("but not where one reading alone names a column of %j: %s", (names, where, column) => {
    const { columns } = readFilter("list", names, names.length, [where]);
    expect([...columns]).toEqual([column]);
  });

  test("and a header that stands twice", () => {
    expect(() => readFilter("list", ["A", "A"], 2, ["a=x"])).toThrow("--where");
  });
});

test("what is left out is counted and no entry, and its trouble is none of the list's", async () => {
  const { read: entries, facts } = await read(
    "email,group\na@example.com,1\nbad,2\nb@example.com;c@example.com,2\n",
    "l.csv",
    { where: ["group=1"], separator: "," },
  );
  expect(entries).toEqual(["2 a@example.com"]);
  expect(facts).toMatchObject({
    where: ["group=1"],
    leftOut: { rows: 2, entries: 3 },
    entries: 1,
    rows: 4,
  });
});

test("a list of which nothing is left is an error that says why", async () => {
  await expect(
    read("email,group\na@example.com,1\n", "l.csv", { where: ["group=3"] }),
  ).rejects.toThrow("--where leaves out all 1 rows");
  await expect(
    read(
      "email,status\na@example.com,active\nb@example.com,unsubscribed\nc@example.com,active\n",
      "l.csv",
      {
        where: ["status=unsubscribe"],
      },
    ),
  ).rejects.toThrow('whole cell. "status" holds "active" (2), "unsubscribed" (1)');
});
