import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle, loadConfig, parseYaml } from "@redocly/openapi-core";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const config = await loadConfig({ configPath: `${root}redocly.yaml` });
const ours: unknown = (await bundle({ ref: `${root}spec/openapi.yaml`, config })).bundle.parsed;
const file: unknown = parseYaml(readFileSync(`${root}spec/deviations.yaml`, "utf8"));

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The value a JSON pointer (RFC 6901) leads to. */
function at(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value = isRecord(value) ? value[key] : undefined;
  }
  return value;
}

const fields = ["document", "pointer", "kind", "what", "why", "evidence", "certainty"] as const;
type Row = Record<(typeof fields)[number], string>;

function isRow(value: unknown): value is Row {
  return isRecord(value) && fields.every((field) => typeof value[field] === "string");
}

const listed: readonly unknown[] =
  isRecord(file) && Array.isArray(file["deviations"]) ? file["deviations"] : [];
const rows = listed.filter(isRow);
const kinds = [
  "openapi",
  "version",
  "operation-id",
  "security",
  "security-scheme",
  "status",
  "media-type",
  "header",
  "property",
  "optional",
  "nullable",
  "open-enum",
  "type",
  "bound",
];

test("every row has every field, as text, and nothing else", () => {
  expect(listed.length).toBeGreaterThan(50);
  expect(listed.filter((row) => !isRow(row))).toEqual([]);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(fields);
    for (const field of fields) {
      expect(row[field], `\`${field}\` of ${row.document} ${row.pointer} is empty`).toMatch(/\S/);
    }
    expect(["ours", "published"]).toContain(row.document);
    expect(kinds).toContain(row.kind);
    expect(["high", "medium", "low"]).toContain(row.certainty);
    expect(row.pointer).toMatch(/^(\/([^~/]|~[01])+)+$/);
  }
});

test("no difference is listed twice", () => {
  const keys = rows.map((row) => `${row.document} ${row.pointer} ${row.kind}`);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test("every pointer into our description leads somewhere", () => {
  const own = rows.filter((row) => row.document === "ours");
  expect(own.length).toBeGreaterThan(50);
  expect(own.filter((row) => at(ours, row.pointer) === undefined)).toEqual([]);
});

test("what is listed as optional is not required, and what is listed as nullable takes null", () => {
  for (const { pointer, kind } of rows) {
    const [, parent, name] = /^(.*)\/properties\/([^/]+)$/.exec(pointer) ?? [];
    if (kind === "optional") expect(at(ours, `${parent}/required`) ?? []).not.toContain(name);
    if (kind === "nullable") expect(JSON.stringify(at(ours, pointer))).toContain('"null"');
  }
});
