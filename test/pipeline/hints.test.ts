import { expect, test } from "vitest";
import { clean } from "../helpers/lint-clean.js";
import { refusal, renderSources } from "../helpers/pipeline.js";

/** A slip of the pen in the clean description, and what is said first. */
test.each([
  [
    "a component",
    '{ $ref: "#/components/schemas/ParcelState" }',
    '{ $ref: "#/components/schemas/ParcelSate" }',
    '`#/components/schemas/ParcelSate` leads nowhere; did you mean "#/components/schemas/ParcelState"?',
  ],
  [
    "a file",
    "{ summary: On its way., value: { state: SENT, weight: 3 } }",
    "{ $ref: openapi.yml }",
    'there is no such file; did you mean "openapi.yaml"?',
  ],
  [
    "a required property",
    "ParcelState:\n      type: object",
    "ParcelState:\n      type: object\n      required: [wieght]",
    'did you mean "weight"?',
  ],
  [
    "a security scheme",
    "security: [{ token: [] }]\ntags",
    "security: [{ bearer: [] }]\ntags",
    "there are token",
  ],
  [
    "an anchor",
    "{ description: The request was at fault. }",
    "*usal\n    Other: &usual { description: None. }",
    'did you mean "usual"?',
  ],
  ["a path", "  /parcels/batch-send:", "  parcels/batch-send:", "A path begins with `/`."],
  [
    "an error that is left out",
    '        "400": { $ref: "#/components/responses/BadRequest" }\n',
    "",
    "Say how the operation fails",
  ],
  [
    "a keyword",
    "weight: { description:",
    "weight: { minimun: 1, description:",
    "Did you mean minimum",
  ],
])("what %s may have meant is said, and first", async (_what, piece, by, words) => {
  expect(clean).toContain(piece);
  const [first] = await refusal(clean.replace(piece, by), "strict");
  expect(first).toContain(words);
  expect(first).not.toContain("/tmp/");
});

test("of thousands of required names that are no property some are told of, each held against the properties alone", async () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `name${index}`);
  const known = names.map((name) => `${name}x: { type: string }`).join(", ");
  const schema = `{ type: object, required: [${names.join(", ")}], properties: { ${known} } }`;
  const { notes } = await renderSources(
    `openapi: 3.1.0\ninfo: { title: T, version: "1" }\npaths: {}\ncomponents: { schemas: { Many: ${schema} } }\n`,
  );
  expect(notes).toHaveLength(20);
  expect(notes[0]?.message).toContain(
    'names "name0", which is no property; did you mean "name0x"?',
  );
}, 60_000);
