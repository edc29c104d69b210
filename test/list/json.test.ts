import { describe, expect, test } from "vitest";
import { read } from "./lists.js";

describe("JSON is read", () => {
  test.each([
    [
      "an array of texts",
      '["ana@example.com", "Ben <ben@example.com>"]',
      ["1 ana@example.com", "2 ben@example.com"],
    ],
    [
      "an array of objects",
      '[{"id":1,"email":"ana@example.com"},{"email":"ben@example.com","id":2}]',
      ["1 ana@example.com", "2 ben@example.com"],
    ],
    [
      "the one array in an object",
      '{"next":null,"data":{"items":[{"email":"ana@example.com"}]}}',
      ["1 ana@example.com"],
    ],
    [
      "an array of arrays with a header",
      '[["name","email"],["Ana","ana@example.com"]]',
      ["2 ana@example.com"],
    ],
    ["an array of arrays without one", '[["Ana","ana@example.com"]]', ["1 ana@example.com"]],
    ["one object", '{"email":"ana@example.com","tags":["vip"]}', ["1 ana@example.com"]],
    [
      "JSON Lines",
      '{"email":"ana@example.com"}\n{"email":"ben@example.com","tags":["a","b"]}\n',
      ["1 ana@example.com", "2 ben@example.com"],
    ],
    [
      "texts in lines",
      '"ana@example.com"\n"ben@example.com"\n',
      ["1 ana@example.com", "2 ben@example.com"],
    ],
    [
      "a member within an object",
      '[{"contact":{"email":"ana@example.com"}}]',
      ["1 ana@example.com"],
    ],
    [
      "several addresses of one member",
      '[{"emails":["ana@example.com","ben@example.com"]}]',
      ["1 ana@example.com", "1 ben@example.com"],
    ],
    [
      "a member that stands twice with one value",
      '[{"email":"ana@example.com","email":"ana@example.com"}]',
      ["1 ana@example.com"],
    ],
    [
      "elements without the member",
      '[{"email":"ana@example.com"},{"id":2},{"email":null,"id":3}]',
      ["1 ana@example.com", "2 !empty", "3 !empty"],
    ],
    [
      "under a name of its own",
      '[{"kontakt":"ana@example.com","__proto__":"x"}]',
      ["1 ana@example.com"],
    ],
  ])("%s", async (_, text, expected) => {
    for (const name of ["l.json", "l.jsonl"])
      expect((await read(text, name)).read).toEqual(expected);
  });

  test("whatever the file is called, if it is JSON", async () => {
    const { read: entries, facts } = await read(
      '["a@example.com","b@example.com","c@example.com"]',
      "l.csv",
    );
    expect(entries).toEqual(["1 a@example.com", "2 b@example.com", "3 c@example.com"]);
    expect(facts.format).toBe("json");
    expect((await read("{a@example.com\n", "l.txt")).facts.format).toBe("txt");
  });

  test("by the member that is named", async () => {
    const text = '[{"email":"a@example.com","work":{"email":"b@example.com"}}]';
    await expect(read(text, "l.json")).rejects.toThrow(
      'several columns may hold the addresses: "email" (column 1), "work.email" (column 2)',
    );
    expect((await read(text, "l.json", { columns: ["work.email"] })).read).toEqual([
      "1 b@example.com",
    ]);
  });
});

describe("JSON is refused", () => {
  test("where it holds several lists, which are named", async () => {
    const text = '{"in":["a@example.com"],"out":["b@example.com","c@example.com"]}';
    await expect(read(text, "l.json")).rejects.toThrow("several lists in it: in (1), out (2)");
  });

  test.each([
    ['{"unsubscribed":[],"contacts":[{"email":"a@example.com"}]}', 'contacts (1), "unsubscribed"'],
    [
      '{"unsubscribed":"b@example.com","contacts":["a@example.com"]}',
      'contacts (1), "unsubscribed"',
    ],
    [
      '{"contacts":["a@example.com"],"unsubscribed":{"email":"b@example.com"}}',
      'contacts (1), "unsubscribed.email"',
    ],
    [
      '{"data":{"contacts":["a@example.com"],"unsubscribed":[{"id":1}]}}',
      "data.contacts (1), data.unsubscribed (1)",
    ],
  ])("where the name beside the list says who is out: %s", async (text, names) => {
    await expect(read(text, "l.json")).rejects.toThrow(
      `there are several lists in it: ${names}; keep one of them`,
    );
  });

  test("and not where what is beside the list is none", async () => {
    const text =
      '{"errors":[],"by":"me@example.com","data":{"unsubscribed":{"total":[1]},"items":["a@example.com"]}}';
    await expect(read(text.replace(',"data"', ',"next":[],"data"'), "l.json")).rejects.toThrow(
      "several lists",
    );
    expect((await read(text.replace("[1]", "1"), "l.json")).read).toEqual(["1 a@example.com"]);
  });

  test.each([
    ['{"email":["a@example.com","b@example.com"],"status":["active","unsubscribed"]}', "status"],
    ['{"d":{"id":[1],"email":["a@example.com"]}}', "d.id"],
    ['{"columns":["email","out"],"index":[0],"data":[["a@example.com",false]]}', "columns"],
  ])("where it is written by columns: %s", async (text, beside) => {
    await expect(read(text, "l.json")).rejects.toThrow(
      `it is written by columns ("${beside}" beside `,
    );
  });

  test("where a member is given twice with different values, of which readers take one or the other", async () => {
    const lines = [
      '{"email":"a@example.com","status":"active"}',
      '{"email":"b@example.com","status":"unsubscribed","status":"active"}',
    ].join("\n");
    for (const [name, text] of [
      ["l.jsonl", lines],
      ["stdin", `${lines}\n`],
    ] as const)
      await expect(read(text, name)).rejects.toThrow(
        'a member, "status", is given twice with different values in line 2; mend it',
      );
    const two = '[{"email":"a@example.com","lists":[{"name":"x"},{"name":"y"}]}]';
    expect((await read(two, "l.json")).read).toEqual(["1 a@example.com"]);
  });

  test.each(['[{"email":"ana@example.com"', '["a" "b"]', '{"email":}', "[1,]x"])(
    "where it is none: %s",
    async (text) => {
      const error: unknown = await read(text, "l.json").catch((reason: unknown) => reason);
      expect(String(error)).toContain("it is not JSON throughout");
      expect(String(error)).not.toContain("example.com");
    },
  );

  test("where it is nested without end, or a text or an element of it is, which is told with its place", async () => {
    const cases = [
      ["[".repeat(100_000), /nested in more than 100 levels, more than is read at byte 101/],
      [`["${"x".repeat(3 * 2 ** 20)}"]`, /a text in it holds more than 1 MiB/],
      [
        `[{"a":"ana@example.com"},\n{"b":[${`"${"x".repeat(1_000)}",`.repeat(1_100)}"x"]}]`,
        /an element of it holds more than 1 MiB, .* in line 2/,
      ],
    ] as const;
    for (const [text, words] of cases) {
      const error = String(await read(text, "l.json").catch((reason: unknown) => reason));
      expect(error).toMatch(words);
      expect(error).not.toContain("not JSON");
    }
  });

  test.each([
    ['{"email":"x@example.com",}', 20_001],
    ["{\"email\":'x@example.com'}", 20_001],
    ['{"email":x@example.com}', 20_001],
    // What is missing shows where something else stands.
    ['{"email":"x@example.com"', 20_002],
    ["[1", 20_002],
  ])("with the line where it is wrong, far behind the start of it: %s", async (wrong, line) => {
    const right = '{"email":"\\u00fc\\n\\"ü@example.com"}\n'.repeat(20_000);
    await expect(read(`${right}${wrong}\n${right}`, "l.jsonl")).rejects.toThrow(
      `something is wrong in line ${line};`,
    );
  });
});
