import { expect, test } from "vitest";
import { describeError, describeFaults } from "../../scripts/output/report.ts";
import { visible, visibleJson, visibleLine } from "../../scripts/output/visible.ts";
import { InputProblem } from "../../scripts/problem.ts";
import { formats } from "../../scripts/review/formats.ts";
import { rowsText } from "../../scripts/upstream/rows.ts";
import { conclude } from "../../scripts/review/report.ts";

/** Clears the screen, names the window, turns the direction, ends a line. */
const HOSTILE = "a\u001b[2J\u009b0m\u001b]0;x\u0007\u202eb\u200b\nNothing changes";
const OBEYED = /[\p{Cc}\p{Cf}]/u;

test("what a terminal obeys is seen, line ends and tabs stay", () => {
  expect(visible("a\tb\nc\u001b[2J\u009b\u202e\u{e0001}é😀")).toBe(
    "a\tb\nc\\x1b[2J\\x9b\\u{202e}\\u{e0001}é😀",
  );
  expect(visibleLine("a\nb")).toBe("a\\nb");
});

test("what has no width is seen, and a name of a megabyte is cut", () => {
  expect(visible("a\u3164b\u034fc\u2800")).toBe("a\\u{3164}b\\u{34f}c\\u{2800}");
  expect(describeError(new InputProblem("x".repeat(1_000_000)))).toMatch(
    /^x{2000} … and 998000 more characters$/,
  );
});

test("of a hundred thousand problems a thousand are looked at, twenty shown and the others counted", () => {
  let asked = 0;
  const details = Array.from({ length: 100_000 }, (_, index) => ({
    get message() {
      asked += 1;
      return `problem ${index}`;
    },
  }));
  const lines = describeError(new InputProblem(details))?.split("\n") ?? [];
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe("… and 99980 more problems");
  expect(asked).toBeLessThan(10_000);
});

test("a row for the list of deviations holds it escaped", () => {
  const said = { document: "published", kind: "type", published: undefined } as const;
  const rows = rowsText([{ ...said, pointer: `/${HOSTILE}`, detail: HOSTILE }]);
  expect(rows.replaceAll("\n", "")).not.toMatch(OBEYED);
  expect(rows).toContain("\\u202eb");
});

test("JSON stays what it says", () => {
  const text = visibleJson({ name: `${HOSTILE}\u{e0001}` });
  expect(text.replaceAll("\n", "")).not.toMatch(OBEYED);
  expect(JSON.parse(text)).toEqual({ name: `${HOSTILE}\u{e0001}` });
});

test("no text of a description is obeyed in a problem, a fault or a report", () => {
  const place = { file: HOSTILE, line: 1, column: 1, frame: HOSTILE };
  const verdict = { verdict: "breaks", direction: "neither", about: "description" } as const;
  const finding = { ...verdict, place: HOSTILE, what: HOSTILE, source: place };
  const report = conclude({ base: "b", findings: [finding], versions: undefined, rows: undefined });
  const texts = [
    describeError(new InputProblem([{ message: HOSTILE, place }])),
    describeFaults([{ message: HOSTILE, place, lost: [HOSTILE] }]),
    ...Object.values(formats).map((format) => format(report).replaceAll("@\u200b", "@")),
  ];
  for (const text of texts) {
    expect(text).toContain("[2J");
    expect(text?.replaceAll("\n", "")).not.toMatch(OBEYED);
  }
  // A line of the description's must not pass for one of the report's.
  expect(texts[0]).not.toMatch(/^Nothing changes/m);
  for (const name of ["text", "markdown", "github"])
    expect(formats[name]?.(report)).not.toMatch(/^Nothing changes/m);
});
