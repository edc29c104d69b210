import { beforeAll, describe, expect, test } from "vitest";
import type { Rendered } from "../../scripts/pipeline.ts";
import { compileConsumer, loadValidators, renderSources } from "./pipeline.js";

/** A schema, and values of which type and validator must say the same. */
export interface Row {
  /** A rule, as the title of a test. */
  readonly rule: string;
  readonly schema: unknown;
  readonly fits: readonly unknown[];
  readonly refused: readonly unknown[];
  /** Which way the value goes; "response" if left out. */
  readonly way?: "request" | "response";
}

export interface Surroundings {
  readonly openapi?: string;
  /** More component schemas, by name. */
  readonly schemas?: Readonly<Record<string, unknown>>;
}

/** A test for each row. All rows go through the pipeline in one description, which takes the time of one. */
export function describeVerdicts(
  title: string,
  rows: readonly Row[],
  surroundings: Surroundings = {},
): void {
  describe(title, () => {
    let verdicts: Verdicts[] = [];
    beforeAll(async () => {
      verdicts = await judge(rows, surroundings);
    }, 60_000);
    test.each(rows.map((row, index) => ({ ...row, index })))("$rule", ({ fits, index }) => {
      const expected = fits.map((value) => JSON.stringify(value));
      expect(verdicts[index]?.byValidator).toEqual(expected);
      expect(verdicts[index]?.byType).toEqual(expected);
    });
  });
}

/** A description with an operation `send0`, `send1`, … for each schema, which sends it and gets it back. */
export function sendingDescription(
  schemas: readonly unknown[],
  { openapi = "3.1.0", schemas: others = {} }: Surroundings = {},
): string {
  const body = (index: number) => ({
    content: { "application/json": { schema: { $ref: refOf(index) } } },
  });
  const operation = (index: number) => ({
    operationId: `send${index}`,
    requestBody: { required: true, ...body(index) },
    responses: { 200: { description: "Taken.", ...body(index) } },
  });
  const paths = schemas.map((_, index) => [`/send${index}`, { post: operation(index) }]);
  const own = schemas.map((schema, index) => [`Subject${index}`, schema]);
  return JSON.stringify({
    openapi,
    info: { title: "Subjects", version: "1.0.0" },
    paths: Object.fromEntries(paths) as unknown,
    components: { schemas: { ...(Object.fromEntries(own) as object), ...others } },
  });
}

function refOf(index: number): string {
  return `#/components/schemas/Subject${index}`;
}

interface Verdicts {
  readonly byValidator: readonly string[];
  readonly byType: readonly string[];
}

async function judge(rows: readonly Row[], surroundings: Surroundings): Promise<Verdicts[]> {
  const schemas = rows.map(({ schema }) => schema);
  const rendered = await renderSources(sendingDescription(schemas, surroundings));
  const validators = await loadValidators(rendered);
  const values = rows.map(({ fits, refused }) => [...fits, ...refused]);
  const refusedByType = await refusals(
    rendered,
    rows.flatMap((row, index) =>
      (values[index] ?? []).map((value): [string, string] => [
        typeOf(index, row.way),
        JSON.stringify(value),
      ]),
    ),
  );
  let position = 0;
  return rows.map(({ way }, index) => {
    const own = validators[`send${index}`];
    const validate = way === "request" ? own?.request : own?.responses["200"];
    if (validate === undefined) throw new Error(`no validator for subject ${index}`);
    const tried = values[index] ?? [];
    const byValidator = tried
      .filter((value) => validate(value))
      .map((value) => JSON.stringify(value));
    const byType = tried
      .filter(() => !refusedByType.has(position++))
      .map((value) => JSON.stringify(value));
    return { byValidator, byType };
  });
}

function typeOf(index: number, way: Row["way"] = "response"): string {
  const holder = way === "request" ? `["requestBody"]` : `["responses"]["200"]`;
  return `NonNullable<operations["send${index}"]${holder}>["content"]["application/json"]`;
}

/** Which of the literals the compiler refuses for the type beside them. */
async function refusals(
  rendered: Rendered,
  pairs: readonly (readonly [type: string, literal: string])[],
): Promise<Set<number>> {
  const head = `import type { operations } from "./types.js";`;
  const lines = pairs.map(([type, text], index) => `export const _${index}: ${type} = ${text};`);
  const errors = await compileConsumer(rendered, [head, ...lines].join("\n"));
  const elsewhere = errors.find(({ file }) => file !== "consumer.ts");
  if (elsewhere !== undefined) throw new Error(JSON.stringify(elsewhere));
  return new Set(errors.map(({ line }) => line - 2));
}
