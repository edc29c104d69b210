import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Finding } from "../../scripts/review/change.ts";
import { compareDoors, type Modules } from "../../scripts/review/compare-doors.ts";

/** What a module held, what it holds, and what that is to those who import it. */
const rows: readonly (readonly [
  title: string,
  before: string,
  after: string,
  told: readonly string[],
])[] = [
  [
    "the same in other words",
    "type A = { a: 1 } & { b: 2 };\nexport function f(a: A): void {}",
    "interface A { b: 2; a: 1 }\nexport const f = (a: A): void => {};",
    [],
  ],
  [
    "a class with private members and a brand, as it was",
    'const brand: unique symbol = Symbol("b");\nexport class C { #a = 1; private b = 2; [brand] = true; }\nexport const make = () => new C();',
    'const brand: unique symbol = Symbol("b");\nexport class C { #a = 1; #c = 3; [brand] = true; }\nexport const make = () => new C();',
    [],
  ],
  [
    "a class with protected members, as it was",
    "export class C { protected a = 1; m(): void {} }\nexport class D extends C { protected b = 2; }\nexport const make = () => new D();",
    "export class C { protected a = 1; m(): void {} }\nexport class D extends C { protected c = 3; }\nexport const make = () => new D();",
    [],
  ],
  [
    "a type is renamed",
    "export interface A { a: 1 }",
    "export interface B { a: 1 }",
    ["adds new: B", "compiles-not A is gone"],
  ],
  [
    "an optional member is gone",
    "export interface Options { a?: 1; b?: 2 }\nexport function f(options?: Options): void {}",
    "export interface Options { a?: 1 }\nexport function f(options?: Options): void {}",
    ["compiles-not Options.b is gone"],
  ],
  [
    "an optional member comes",
    "export function f(options: { a: 1 }): Promise<{ x: 1 }[]> { throw 0; }",
    "export function f(options: { a: 1; b?: 2 }): Promise<{ x: 1; y: 2 }[]> { throw 0; }",
    ["adds new: f(1).b, f().y"],
  ],
  [
    "a type has one member more",
    "export interface Paths { a: 1 }",
    "export interface Paths { a: 1; b: 2 }",
    ["adds new: Paths.b"],
  ],
  [
    "a type changes by one that another file names",
    "export class C { #a = 1; m(): 1 { throw 0; } }\nexport interface Holder { c: C }",
    "export class C { #b = 1; m(): 1 { throw 0; } }\nexport interface Holder { c: C | string }",
    [expect.not.stringContaining("import(")],
  ],
  [
    "a member must be given",
    "export function f(options: { a: 1 }): void {}",
    "export function f(options: { a: 1; b: 2 }): void {}",
    ["adds new: f(1).b", expect.stringMatching(/^compiles-not f changed: Property 'b' is missing/)],
  ],
  [
    "a method takes less",
    "export interface C { m(a: string | number): void }\nexport function make(): C { throw 0; }",
    "export interface C { m(a: string): void }\nexport function make(): C { throw 0; }",
    [
      "adds C changed: Type 'number' is not assignable to type 'string'.",
      "compiles-not make changed: Type 'number' is not assignable to type 'string'.",
    ],
  ],
  [
    "what a function gives is wider",
    'export type O = "a";\nexport function f(): O { throw 0; }',
    'export type O = "a" | "b";\nexport function f(): O { throw 0; }',
    [expect.stringContaining("adds O changed"), expect.stringContaining("compiles-not f changed")],
  ],
  [
    "what a function takes is wider",
    'export type O = "a";\nexport function f(o: O): void {}',
    'export type O = "a" | "b";\nexport function f(o: O): void {}',
    [expect.stringContaining("adds O changed")],
  ],
  [
    "a generic type holds another member",
    "export interface E<D> { data: D; id: string }\nexport type G<T extends string> = { [K in T]: 1 };",
    "export interface E<D> { data: D; id: number }\nexport type G<T extends string> = { [K in T]: 1 };",
    [expect.stringContaining("compiles-not E changed")],
  ],
  [
    "a value becomes a mere type",
    "export class C {}",
    "export interface C {}",
    ["compiles-not C is no longer a value"],
  ],
  [
    "the names of the operations grow",
    "declare const operations: { a: 1 };\nexport type Id = keyof typeof operations;\nexport function f(): Id { throw 0; }",
    "declare const operations: { a: 1; b: 2 };\nexport type Id = keyof typeof operations;\nexport function f(): Id { throw 0; }",
    [],
  ],
  [
    "a namespace loses a member",
    'export * as inner from "./inner.js";',
    'export * as inner from "./other.js";',
    ["compiles-not inner.a is gone"],
  ],
];

let findings: readonly Finding[];
let folder: string;

async function side(
  name: string,
  texts: readonly string[],
  extra: readonly string[],
): Promise<Modules> {
  const root = join(folder, name);
  await mkdir(root);
  await writeFile(join(root, "inner.ts"), "export const a = 1;\nexport const b = 2;\n");
  await writeFile(join(root, "other.ts"), "export const b = 2;\n");
  const doors = new Map<string, string>();
  for (const [index, text] of texts.entries()) {
    doors.set(`door${index}`, join(root, `door${index}.ts`));
    await writeFile(join(root, `door${index}.ts`), text);
  }
  for (const door of extra) doors.set(door, join(root, "inner.ts"));
  return { root, doors };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doors-"));
  const before = await side(
    "old",
    rows.map(([, text]) => text),
    ["shut"],
  );
  const after = await side(
    "new",
    rows.map(([, , text]) => text),
    ["opened"],
  );
  findings = await compareDoors(before, after);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("what a change of a module is to those who import it", () => {
  test.each(rows.map(([title, , , told], index) => ({ title, told, index })))(
    "$title",
    ({ told, index }) => {
      const own = findings.filter(({ place }) => place === `import from door${index}`);
      expect(own.map(({ verdict, what }) => `${verdict} ${what}`).sort()).toEqual(told);
    },
  );

  test("a door that is shut breaks, one that is opened adds", () => {
    const told = findings.map(({ verdict, place }) => `${verdict} ${place}`);
    expect(told).toContain("breaks import from shut");
    expect(told).toContain("adds import from opened");
  });
});
