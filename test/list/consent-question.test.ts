import { describe, expect, test } from "vitest";
import { read } from "./lists.js";
import { question } from "./question.js";

describe("what is offered", () => {
  const offered = async (content: string) =>
    (await question(content)).choices.map(({ what, flags }) => `${what}: ${flags.join(" ")}`);

  test("is nothing that takes nobody, and what takes everybody says so", async () => {
    expect(await offered("email,unsubscribed_at\na@example.com,\nb@example.com,\n")).toEqual([
      '2 rows where "unsubscribed_at" is empty (these are all rows): --where unsubscribed_at=',
      "all 2 rows: --all-rows",
    ]);
  });

  test("begins with who asks to be out, however many others there are", async () => {
    const rows = ["active", "active", "unsure", "unsubscribed", ""].map(
      (cell, at) => `r${at}@example.com,${cell}\n`,
    );
    expect(
      (await question(`email,status\n${rows.join("")}`)).choices.map(({ what }) => what),
    ).toEqual([
      '1 row where "status" is "unsubscribed"',
      '2 rows where "status" is "active"',
      '1 row where "status" is "unsure"',
      '1 row where "status" is empty',
      "all 5 rows",
    ]);
  });

  test("counts as filled what the condition takes: no date that stands for none", async () => {
    const cells = ["2024-05-01", "2024-05-02", "2024-05-03", "1970-01-01", "NULL", ""];
    const rows = cells.map((cell, at) => `r${at}@example.com,${cell}\n`);
    const content = `email,unsubscribed_at\n${rows.join("")}`;
    expect(await offered(content)).toEqual([
      '3 rows where "unsubscribed_at" is filled: --where unsubscribed_at!=',
      '3 rows where "unsubscribed_at" is empty: --where unsubscribed_at=',
      "all 6 rows: --all-rows",
    ]);
    expect((await read(content, "l.csv", { where: ["unsubscribed_at!="] })).read).toHaveLength(3);
  });

  test.each([
    ["email,3,city", "2"],
    ["email,city=3,city", "2"],
    ["email,,2", "column 2"],
  ])(
    "names the column by its number where its name may mean another one: %s",
    async (header, key) => {
      const content = `${header}\na@example.com,unsubscribed,x\nb@example.com,active,y\n`;
      const { choices } = await question(content);
      const flags = ["--where", `${key}=unsubscribed`];
      expect(choices).toContainEqual({ what: expect.any(String), flags });
      expect((await read(content, "l.csv", { where: [`${key}=unsubscribed`] })).read).toEqual([
        "2 a@example.com",
      ]);
    },
  );

  test("is each value, and all together that ask to be out, with what each means", async () => {
    const rows = ["unsubscribed", "cleaned", "active", "unsubscribed", "Bounced", "vip", ""];
    const content = `email,status\n${rows.map((row, at) => `r${at}@example.com,${row}\n`).join("")}`;
    const { message } = await question(content);
    expect(message).toContain(
      'In "status": "unsubscribed" asks to be out; "cleaned" and "Bounced" were taken off a list; ' +
        '"active" does not ask to be out; "vip" and an empty cell do not say',
    );
    const all = 'is "unsubscribed", "cleaned" or "Bounced"';
    const flags = ["unsubscribed", "cleaned", "Bounced"].flatMap((value) => [
      "--where",
      `status=${value}`,
    ]);
    const { choices } = await question(content);
    expect(choices).toContainEqual({ what: `4 rows where "status" ${all}`, flags });
    expect(choices).toHaveLength(8);
    const where = flags.filter((flag) => flag !== "--where");
    expect((await read(content, "l.csv", { where })).entries).toHaveLength(4);
  });

  test("is each value of a column that is not understood, which is said", async () => {
    const content = "email,Opt-In,State\na@example.com,1,OR\nb@example.com,2,NY\n";
    const { message, choices } = await question(content);
    expect(message).toContain(
      'column "Opt-In" may say who has asked to be out, in words or codes that are not known here: 2 of 2 rows do not',
    );
    expect(choices.map(({ flags }) => flags.join(" "))).toEqual([
      "--where Opt-In=1",
      "--where Opt-In=2",
      "--all-rows",
    ]);
    const beside = await question(
      "email,status,Opt-In\na@example.com,unsubscribed,1\nb@example.com,active,2\n",
    );
    expect(beside.message).toContain('column "status" says who has asked to be out: 1 of 2 rows');
    expect(beside.message).toContain('column "Opt-In" may say it too');
  });

  test("of a column of many values is what asks to be out, and the rest", async () => {
    const rows = Array.from({ length: 100 }, (_, at) => `r${at}@example.com,click ${at}\n`);
    const content = `email,event\n${rows.join("")}z@example.com,Unsubscribe\n`;
    expect(await offered(content)).toEqual([
      '1 row where "event" is "Unsubscribe": --where event=Unsubscribe',
      '100 rows where "event" is none of these: --where event!=Unsubscribe',
      "all 101 rows: --all-rows",
    ]);
    const { read: entries } = await read(content, "l.csv", { where: ["event!=unsubscribe"] });
    expect(entries).toHaveLength(100);
  });
});

test("a row that has slid is named, as what may be why a column is asked about", async () => {
  const content =
    "email;name;status\na@example.com;Ann;active\nb@example.com;Ben; Jr;unsubscribed\nc@example.com;Cy;unsubscribed\n";
  const { message } = await question(content);
  expect(message).toContain("Row 3 has more or fewer cells than the header");
  expect((await question(content.replace("; Jr", ""))).message).not.toContain("fewer cells");
});

describe("an address in rows of both kinds", () => {
  const events =
    "email,event\nana@example.com,unsubscribe\nben@example.com,unsubscribe\nANA@example.com,subscribe\ncy@example.com,open\nben@example.com,open\n";

  test("is told in the question, by its rows", async () => {
    const { message } = await question(events);
    expect(message).toContain("1 address stands in rows of both kinds");
    expect(message).toContain("(rows 2 and 4): a condition takes them by the one row");
    expect(message).not.toContain("@");
  });

  test("is told of a condition that takes it, whichever row comes first", async () => {
    const { facts } = await read(events, "l.csv", { where: ["event=unsubscribe"] });
    expect(facts.contradicted).toEqual({
      count: 1,
      first: [{ row: 4, text: "ANA@example.com".toLowerCase() }],
    });
    expect(facts.unasked.count).toBe(0);
  });

  test("is told as one that has not asked, where the condition takes the other row", async () => {
    const { facts } = await read(events, "l.csv", { where: ["event=subscribe"] });
    expect(facts.unasked).toEqual({
      count: 1,
      first: [{ row: 4, text: "ana@example.com (event: subscribe)" }],
    });
    expect(facts.contradicted.count).toBe(0);
  });
});

describe("a title above the header", () => {
  test.each([
    "Report: Active subscribers\nGenerated: 2026-11-29\n\nemail,name\n",
    "# Filter: status = subscribed\nemail,name\n",
    '"Status: Subscribed",\nemail,name\n',
    ",Newsletter,not subscribed\n\nname,email,x\n",
  ])("says who is in the list as the name of the file does: %s", async (above) => {
    const { message, choices } = await question(`${above}ana@example.com,ben@example.com\n`);
    expect(message).toContain("the name or the title of the list (");
    expect(message).toContain("says who has asked to be out: 1 of 1 rows do not");
    expect(choices).toEqual([{ what: "all 1 rows", flags: ["--all-rows"] }]);
  });

  test("is none below it, nor where it says that all are out or nothing", async () => {
    for (const text of [
      "Unsubscribed contacts\nemail,name\nana@example.com,x\n",
      "Export of 2026-11-29\nemail,name\nana@example.com,active\n",
    ])
      expect((await read(text, "l.csv")).entries).toHaveLength(1);
  });
});
