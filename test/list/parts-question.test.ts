import { describe, expect, test } from "vitest";
import { read } from "./lists.js";
import { question } from "./question.js";

describe("a list of parts that no column tells apart is a question", () => {
  test.each([
    ["lines", "Unsubscribed\na@example.com\n\nSubscribed\nb@example.com\n", "l.txt"],
    ["sections", "[unsubscribed]\na@example.com\n[active]\nb@example.com\n", "l.txt"],
    ["cells", "email\nUNSUBSCRIBED\na@example.com\nACTIVE\nb@example.com\n", "l.csv"],
    [
      "cells of many",
      "Email,Name\na@example.com,A\nStill subscribed:,\nb@example.com,B\n",
      "l.csv",
    ],
    ["people above", "email\na@example.com\nUnsubscribed\nb@example.com\n", "l.csv"],
    ["in German", "email\nAbgemeldet:\na@example.com\nAngemeldet:\nb@example.com\n", "l.csv"],
  ])("%s", async (_, content, name) => {
    const { message, choices } = await question(content, name);
    expect(message).toMatch(/row \d \(".*"\) stands? between the rows as (?:a )?heading/);
    expect(choices).toEqual([{ what: expect.any(String), flags: ["--all-rows"] }]);
    expect((await read(content, name, { allRows: true })).entries.length).toBeGreaterThan(1);
  });

  test("of two exports one behind the other", async () => {
    const content =
      "email,unsubscribed_at\na@example.com,2024-01-01\nemail,subscribed_at\nb@example.com,2024-01-01\n";
    expect((await question(content)).message).toContain('row 3 ("email") stands between');
  });

  test("of words beside the addresses", async () => {
    const content = "a@example.com (unsubscribed)\nb@example.com (subscribed)\n";
    expect((await question(content, "l.txt")).message).toContain("beside 1 of 2 addresses");
  });

  test("whatever --where says", async () => {
    const content = "email,x\na@example.com,1\nSubscribed,\nb@example.com,1\n";
    await question(content, "l.csv", { where: ["x=1"] });
  });
});

test.each([
  ["all below it are out", "email\nUnsubscribed\na@example.com\n\nOpt-outs\nb@example.com\n", 4],
  ["nobody stands below it", "email\na@example.com\nb@example.com\nActive: 2\n", 3],
  [
    "the header stands there again",
    "email,name\na@example.com,A\nE-Mail,name\nb@example.com,B\n",
    3,
  ],
  ["it says nothing", "email\na@example.com\nGermany\nb@example.com\n", 3],
  [
    "it is a row without an address",
    "email,name,x\na@example.com,A,active\n,,active\nb@example.com,B,active\n",
    3,
  ],
  ["each says it of itself", "a@example.com (unsubscribed)\nb@example.com (unsubscribed)\n", 2],
  ["only names stand beside", "Ana Roe <a@example.com>\nb@example.com (Ben)\n", 2],
])("a heading puts none where %s", async (_, content, entries) => {
  expect((await read(content)).entries).toHaveLength(entries);
});
