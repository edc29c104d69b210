import { expect, test, vi } from "vitest";
import { getLineColLocation, Source } from "../../scripts/read/openapi-core.ts";

const of = (text: string, pointer: string) =>
  getLineColLocation({ source: new Source("a.yaml", text), pointer, reportOnKey: true });

test("a pointer leads to the line and column of its key", () => {
  expect(of("a: 1\nb: { c: 2 }\n", "#/b/c").start).toEqual({ line: 2, col: 6 });
  expect(of('{ "a": [1,\n "x"] }', "#/a/1").start).toEqual({ line: 2, col: 2 });
});

test("to find a line, no key of a mapping is held against the others", () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => `k${index}: 1\n`);
  const compared = vi.spyOn(Array.prototype, "forEach");
  try {
    expect(of(lines.join(""), "#/k1999").start).toEqual({ line: 2_000, col: 1 });
    const met = compared.mock.contexts.filter((list) => Array.isArray(list) && list.length > 1_000);
    expect(met).toEqual([]);
  } finally {
    compared.mockRestore();
  }
});
