import { expect, test } from "vitest";
import { components, description, judge } from "../helpers/hostile-descriptions.js";

const REVIEW = ["review", "before.yaml", "--spec", "after.yaml"] as const;
const plain = description("{ type: string }");

test("a review that needs more memory than there is ends with a sentence, and is never taken for a good one", async () => {
  const items = Array.from({ length: 200_000 }, (_, number) => `"value ${number}"`).join(", ");
  const { code, out, err } = await judge(
    { "before.yaml": plain, "after.yaml": `${plain}x-long: [${items}]\n` },
    REVIEW,
    { NODE_OPTIONS: "--max-old-space-size=48" },
  );
  expect(err).toMatch(
    /^review: it could not be judged: after\.yaml:1:1 the step "read after\.yaml" took more memory than Node has, and was ended here\n$/,
  );
  expect([code, out]).toEqual([2, ""]);
}, 60_000);

test("names that every object has are names like others", async () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    const schema = `{ $ref: "#/components/schemas/${name}" }`;
    const schemas = components({
      [name]: `{ type: object, ${name}: 1, properties: { ${name}: { type: string } } }`,
    });
    const later = description(schema, schemas).replace(
      "operationId: a",
      `operationId: a\n      ${name}: 1`,
    );
    const { code, out, err } = await judge(
      { "before.yaml": description("{ type: object }"), "after.yaml": later },
      [...REVIEW, "--format", "json"],
    );
    expect([code, err]).toEqual([1, ""]);
    const { findings } = JSON.parse(out) as { findings: { what: string }[] };
    expect(findings.map(({ what }) => what)).toContain(`property ${name} added`);
    expect(findings.map(({ what }) => what)).toContain(`${name}: unset → 1`);
  }
}, 60_000);

test("a version, a name or an address that is an object is told as it stands", async () => {
  const odd = "{ toString: 1, valueOf: 2 }";
  const later = plain
    .replace("1.0.0", odd)
    .replace(
      "operationId: a",
      `operationId: a\n      parameters: [{ name: ${odd}, in: ${odd} }]\n      servers: [{ url: ${odd} }]`,
    );
  const files = { "before.yaml": plain, "after.yaml": later };
  for (const args of [REVIEW, ["review", "after.yaml", "--spec", "before.yaml"] as const]) {
    const { out, err } = await judge(files, args);
    expect(err).toBe("");
    expect(out).toContain('{"toString":1,"valueOf":2} parameter {"toString":1,"valueOf":2}');
  }
}, 60_000);

test("what a reference leads to and is not there cannot be judged", async () => {
  const later = description(`{ $ref: "gone.yaml" }`);
  const { code, out, err } = await judge({ "before.yaml": later, "after.yaml": later }, REVIEW);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^review: it could not be judged: after\.yaml:\d+:\d+ .*gone\.yaml/);
}, 60_000);
