import qs from "qs";
import { describe, expect, test } from "vitest";
import {
  cookies,
  headers,
  path,
  query,
  type Rule,
  type Style,
} from "../../scripts/emit/runtime/serialise.js";

const array = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

/**
 * The table of section 4.8.12.7 of OpenAPI 3.1.1, with its own strings; `undefined` in a cell is its "n/a". What 3.0.3 has
 * in its place stands beside: there `label` without `explode` parts with dots, `|`, `[` and `]` are not encoded, and the
 * first column is called "empty". The newer strings are what is sent, since the older ones break in URLs.
 */
type Row = [Style, boolean, ...(string | undefined)[]];
// prettier-ignore
const TABLE: Row[] = [
  // style            explode  undefined   string         array                                    object
  ["matrix",          false,   ";color",   ";color=blue", ";color=blue,black,brown",               ";color=R,100,G,200,B,150"],
  ["matrix",          true,    ";color",   ";color=blue", ";color=blue;color=black;color=brown",   ";R=100;G=200;B=150"],
  ["label",           false,   ".",        ".blue",       ".blue,black,brown",                     ".R,100,G,200,B,150"],
  ["label",           true,    ".",        ".blue",       ".blue.black.brown",                     ".R=100.G=200.B=150"],
  ["simple",          false,   "",         "blue",        "blue,black,brown",                      "R,100,G,200,B,150"],
  ["simple",          true,    "",         "blue",        "blue,black,brown",                      "R=100,G=200,B=150"],
  ["form",            false,   "color=",   "color=blue",  "color=blue,black,brown",                "color=R,100,G,200,B,150"],
  ["form",            true,    "color=",   "color=blue",  "color=blue&color=black&color=brown",    "R=100&G=200&B=150"],
  ["spaceDelimited",  false,   undefined,  undefined,     "color=blue%20black%20brown",            "color=R%20100%20G%20200%20B%20150"],
  ["pipeDelimited",   false,   undefined,  undefined,     "color=blue%7Cblack%7Cbrown",            "color=R%7C100%7CG%7C200%7CB%7C150"],
  ["deepObject",      true,    undefined,  undefined,     undefined,                               "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"],
];

/** What an operation with one parameter `color` sends for a value, where this style is allowed. */
function sent(rule: Rule & { style: Style }, value: unknown): string[] {
  const rules = { color: rule };
  const inPath = path({ color: rule });
  switch (rule.style) {
    case "matrix":
    case "label":
      return [inPath("/x{color}", { color: value }).slice(2)];
    case "simple":
      return [
        inPath("/x{color}", { color: value }).slice(2),
        headers({ color: value }, rules)["color"] ?? "",
      ];
    case "form":
      return [
        query(rules)({ color: value }),
        cookies({ color: value }, rules).replaceAll("; ", "&"),
      ];
    default:
      return [query(rules)({ color: value })];
  }
}

describe("the table of styles", () => {
  const rows = TABLE.flatMap(([style, explode, ...cells]) =>
    [null, "blue", array, object].flatMap((value, column) => {
      const expected = cells[column];
      const name = ["undefined", "string", "array", "object"][column] ?? "";
      return expected === undefined ? [] : [{ style, explode, name, value, expected }];
    }),
  );
  test.each(rows)(
    "$style, explode $explode, $name: $expected",
    ({ style, explode, value, expected }) => {
      for (const text of sent({ style, explode }, value)) expect(text).toBe(expected);
    },
  );
});

test("what is left out has the default of its place", () => {
  expect(path()("/a/{color}/b", { color: array })).toBe("/a/blue,black,brown/b");
  expect(query()({ color: array, size: object, one: 1 })).toBe(
    "color=blue&color=black&color=brown&R=100&G=200&B=150&one=1",
  );
  expect(headers({ color: array, shade: object })).toEqual({
    color: "blue,black,brown",
    shade: "R,100,G,200,B,150",
  });
  expect(cookies({ a: "x y", list: ["1", "2"] })).toBe("a=x%20y; list=1; list=2");
});

test("what is not given is not sent; an empty text is, and an empty list or object is nothing", () => {
  const values = { none: undefined, empty: "", list: [], object: {}, zero: 0, no: false };
  expect(query()(values)).toBe("empty=&zero=0&no=false");
  expect(cookies(values)).toBe("empty=; zero=0; no=false");
  expect(headers(values)).toEqual({ empty: "", list: "", object: "", zero: "0", no: "false" });
  expect(
    path({ a: { style: "matrix" }, b: { style: "label" } })("/{a}{b}{c}/x", {
      a: [],
      b: "",
      c: "",
    }),
  ).toBe("/;a./x");
});

test("names and values are encoded, all but unreserved characters", () => {
  const hard = "a b&c=d#e/f?g+h%i[j]!'()*~é😀";
  const encoded = "a%20b%26c%3Dd%23e%2Ff%3Fg%2Bh%25i%5Bj%5D%21%27%28%29%2A~%C3%A9%F0%9F%98%80";
  expect(query()({ [hard]: hard })).toBe(`${encoded}=${encoded}`);
  expect(path()("/{x}", { x: hard })).toBe(`/${encoded}`);
  expect(path({ "a b": { style: "matrix" } })("/{a b}", { "a b": "x" })).toBe("/;a%20b=x");
  expect(cookies({ "a;b": "c;d" })).toBe("a%3Bb=c%3Bd");
  expect(query({ filter: { style: "deepObject" } })({ filter: { "a[b]": "c&d" } })).toBe(
    "filter%5Ba%5Bb%5D%5D=c%26d",
  );
  // A delimiter inside an item is no delimiter.
  expect(query({ list: { explode: false } })({ list: ["a,b", "c"] })).toBe("list=a%2Cb,c");
  expect(headers({ list: ["a b", "é"] })).toEqual({ list: "a b,é" });
});

test("allowReserved leaves what is reserved or encoded already, but nothing that would end or split the value", () => {
  const reserved = query({ x: { allowReserved: true } });
  expect(reserved({ x: "https://example.com/a?b=c;d,e:f@g!$'()*" })).toBe(
    "x=https://example.com/a?b=c;d,e:f@g!$'()*",
  );
  expect(reserved({ x: "a b&c=d#e" })).toBe("x=a%20b%26c=d%23e");
  expect(reserved({ x: "1+1[2] 100% %41 %zz" })).toBe("x=1%2B1%5B2%5D%20100%25%20%41%20%25zz");
  expect(reserved({ x: ["a/b", "c&d"] })).toBe("x=a/b&x=c%26d");
  for (const text of ["a b&c=d#e", "1+1[2] 100%", "é/ü?ö"])
    expect(new URL(`http://localhost/?${reserved({ x: text })}`).searchParams.get("x")).toBe(text);
});

test("a parameter with `content` is JSON, and one value", () => {
  const rules = { where: { json: true } } as const;
  expect(query(rules)({ where: { lat: 1, names: ["a&b"] } })).toBe(
    "where=%7B%22lat%22%3A1%2C%22names%22%3A%5B%22a%26b%22%5D%7D",
  );
  expect(headers({ where: { lat: 1 } }, rules)).toEqual({ where: '{"lat":1}' });
  expect(path(rules)("/{where}", { where: "text" })).toBe("/%22text%22");
});

test("what the published parser reads is what was given, objects inside objects too", () => {
  const filter = {
    name: "a&b",
    at: { from: "1", to: "2" },
    tags: ["x", "y"],
    pairs: [{ k: "1" }, { k: "2" }],
  };
  const text = query({ filter: { style: "deepObject" } })({ filter });
  expect(qs.parse(text)).toEqual({ filter });
  const flat = { a: "é ü", b: ["1", "2"], "c d": "=&+" };
  expect(qs.parse(query()(flat))).toEqual(flat);
});

test("what no URL or style can hold is refused by name", () => {
  expect(() => path()("/a/{id}", {})).toThrow("path parameter id is missing");
  for (const dots of [".", ".."])
    expect(() => path()("/a/{id}", { id: dots })).toThrow("`.` or `..`");
  expect(path()("/a/{id}", { id: "..." })).toBe("/a/...");
  expect(() => query()({ filter: { a: { b: 1 } } })).toThrow("inside filter");
  expect(() => query()({ list: [{ a: 1 }] })).toThrow("inside list");
  expect(() => headers({ list: [[1]] })).toThrow("inside list");
});
