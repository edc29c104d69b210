import fc from "fast-check";
import { addressParser } from "postal-mime";
import { describe, expect, test } from "vitest";
import { readCell } from "../../src/list/cells.js";
import { readAddress } from "../../src/address/address.js";
import { read } from "./lists.js";

/** What would be sent for a cell, and `!reason` for what would not. */
const sent = (cell: string) =>
  readCell(cell).map(({ address, mailbox }) => {
    const result = readAddress(mailbox ?? address);
    return result.ok ? result.sent : `!${result.reason}`;
  });

describe("a name is no address", () => {
  test.each([
    ['"Roe, Nina <n@example.com>"', "n@example.com"],
    ["Roe, Nina <n@example.com>", "n@example.com"],
    ['"Roe, Nina" <n@example.com>', "n@example.com"],
    ["Nina Roe (n2@example.com)", "n2@example.com"],
    ["Nina < n3@example.com >", "n3@example.com"],
    ['"x@example.org" <n4@example.com>', "n4@example.com"],
    ["x@example.org <n4@example.com>", "n4@example.com"],
    ['"a, \\"b\\" <x@example.org>" <n5@example.com>', "n5@example.com"],
    ["n6@example.com (Work)", "n6@example.com"],
    ["<n7@example.com>", "n7@example.com"],
    ["<mailto:n8@example.com>", "n8@example.com"],
  ])("%s is %s alone", (cell, address) => {
    expect(sent(cell)).toEqual([address]);
  });

  test.each([
    ["john doe@example.com", ["!blank"]],
    ["hello ünal@example.com", ["!blank"]],
    ['"Nina" n@example.com', ["!blank"]],
    ["Nina <n@example.com", ["!blank"]],
    ["x@example.org (n4@example.com)", ["!several-at"]],
    ['"x@example.org" n4@example.com', ["!several-at"]],
    ["<a@example.com> b@example.com", ["!several-at"]],
    ["a@example.com b@example.com <c@example.com>", ["!several-at"]],
    ["Nina <a\u0007b@example.com>", ["!control-character"]],
    ['"a@b"@example.com', ["!several-at"]],
    ["ana@example.com|ben@example.com", ["!several-at"]],
    ["=?utf-8?B?PHhAZXhhbXBsZS5vcmc+?=", ["!no-at"]],
    ["q@example,com", ["!bad-domain"]],
    ["q@example,co,uk", ["!bad-domain"]],
    ["q@example, com", ["!blank"]],
    ['"q@example,com"', ["!bad-domain"]],
    ["mailto:q@example,com", ["!stray-character"]],
    ["q@example,com;r@example.com", ["!several-at"]],
  ])("where it is not clear which is meant, nothing goes out: %s", (cell, expected) => {
    expect(sent(cell)).toEqual(expected);
  });
});

describe("a link", () => {
  test.each([
    ["mailto:o@example.com", ["o@example.com"]],
    ["MAILTO:p%2Bq@example.com?subject=x", ["p+q@example.com"]],
    ["mailto:o%40example.com", ["o@example.com"]],
    ["mailto:o@example.com?cc=x@example.org,y@example.org", ["o@example.com"]],
    ["mailto:o@example.com,mailto:p@example.com", ["o@example.com", "p@example.com"]],
    ["mailto:o@example.com%0Abcc:x@example.org", ["!several-at"]],
    ["mailto:o%zz@example.com", ["!stray-character"]],
    ["mailto:mailto%3Ao@example.com", ["!stray-character"]],
    ["mailto:", ["!empty"]],
  ])("%s gives %j", (cell, expected) => {
    expect(sent(cell)).toEqual(expected);
  });
});

describe("several in one cell are all read, each as it was typed", () => {
  test.each([
    [
      "q@example.com; r@example.com,s@example.com",
      ["q@example.com", "r@example.com", "s@example.com"],
    ],
    ["q@example.com r@example.com", ["q@example.com", "r@example.com"]],
    ["q@example.com\nr@example.com", ["q@example.com", "r@example.com"]],
    ["q@example.com / r@example.com", ["q@example.com", "r@example.com"]],
    ["<q@example.com> <r@example.com>", ["q@example.com", "r@example.com"]],
    ["Q <q@example.com> R <r@example.com>", ["q@example.com", "r@example.com"]],
    ["Roe, Q <q@example.com>, Roe, R <r@example.com>", ["q@example.com", "r@example.com"]],
    ['"q@example.com", "r@example.com"', ["q@example.com", "r@example.com"]],
    ["q@example.com, n/a", ["q@example.com", "!no-at"]],
    ["q@localhost,r@example.com,", ["q@localhost", "r@example.com"]],
    ["rexample.com; q@example.com", ["!no-at", "q@example.com"]],
  ])("%j", (cell, expected) => {
    expect(sent(cell)).toEqual(expected);
  });

  test("with the row they share", async () => {
    const { entries } = await read(
      'email\n"Q <q@example.com>; r@example.com, s@example.com"\nq@example.com r@example.com\n',
    );
    expect(entries).toEqual([
      { row: 2, address: "Q <q@example.com>", mailbox: "q@example.com" },
      { row: 2, address: "r@example.com" },
      { row: 2, address: "s@example.com" },
      { row: 3, address: "q@example.com" },
      { row: 3, address: "r@example.com" },
    ]);
  });
});

test("what stands around an address by mistake is taken off, what belongs to it stays", () => {
  const cells = [
    "'oo@example.com'",
    "pp@example.com.",
    "qq@example.com,",
    "“rr@example.com”",
    '"ss@example.com',
  ];
  expect(cells.flatMap(sent).map((address) => address.slice(0, 3))).toEqual([
    "oo@",
    "pp@",
    "qq@",
    "rr@",
    "ss@",
  ]);
  expect(sent("o'neil@example.com")).toEqual(["o'neil@example.com"]);
  expect(sent("'=x@example.com")).toEqual(["'=x@example.com"]);
});

test("lists of mailboxes that are well formed are read as a parser of mail headers reads them", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const address = fc.tuple(word, word).map(([local, domain]) => `${local}@${domain}.example.com`);
  const name = fc.oneof(
    fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" ")),
    fc.stringMatching(/^[a-z ,;<>@()']{0,12}$/).map((text) => `"${text}"`),
  );
  const mailbox = fc.oneof(
    address,
    address.map((bare) => `<${bare}>`),
    fc.tuple(name, address).map(([before, bare]) => `${before} <${bare}>`),
    fc.tuple(address, word).map(([bare, comment]) => `${bare} (${comment})`),
  );
  fc.assert(
    fc.property(fc.array(mailbox, { minLength: 1, maxLength: 5 }), (mailboxes) => {
      const list = mailboxes.join(", ");
      expect(sent(list)).toEqual(addressParser(list).map((each) => each.address));
    }),
    { numRuns: 1000 },
  );
});

test("no cell makes the reader throw, hang or invent an address", () => {
  const part = fc.constantFrom(
    ..."ab@.,;:<>()\"'\\ \n\u00A0?",
    "mailto:",
    "a@example.com",
    "%40",
    "<b@example.com>",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
      const cell = parts.join("");
      const pieces = readCell(cell);
      expect(pieces.length).toBeGreaterThan(0);
      for (const piece of pieces) expect(cell).toContain(piece.address);
    }),
    { numRuns: 5000 },
  );
});

test.each(['"', "(", "<", ",", "a ", "a,", "<a@b> ", '"a" ', "mailto:a?,", ". ", "\u00A0"])(
  "a cell of a hundred thousand %j does not hang",
  (part) => {
    const cell = `${part.repeat(100_000)}x@example.com`;
    expect(readCell(cell).length).toBeGreaterThan(0);
  },
);
