import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createMock, type Fault } from "../../src/mock/index.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}node_modules/.cache/mock-guide`;
const guide = await readFile(`${root}docs/testing-with-the-mock.md`, "utf8");
const blocks = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = ""]) => block);

beforeAll(() => mkdir(folder, { recursive: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the guide has examples", () => {
  expect(blocks.length).toBeGreaterThan(3);
});

const kinds: Readonly<Record<Fault["kind"], true>> = {
  "rate-limit": true,
  migration: true,
  status: true,
  reset: true,
  stall: true,
  truncate: true,
  "bad-address": true,
  latency: true,
  envelope: true,
  "html-200": true,
  "empty-200": true,
};

test.each(Object.keys(kinds))("the guide names what a fault of the kind %s has to say", (kind) => {
  const row = guide.split("\n").find((line) => line.startsWith(`| \`${kind}\``)) ?? "";
  expect(row).not.toBe("");
  const fault: Record<string, unknown> = { kind };
  const given: Readonly<Record<string, unknown>> = {
    policy: "DAILY",
    retryAfter: 1,
    status: kind === "status" ? 503 : "PARTIAL",
    body: "json",
    when: "before",
    address: "ana@example.com",
    answer: "207",
    ms: 1,
  };
  // The mock names one field that is missing after another.
  for (let asked = 0; asked < 10; asked += 1) {
    try {
      createMock({ faults: [fault as unknown as Fault] });
      return;
    } catch (error) {
      const [, field = ""] = /faults\[0\]\.(\w+)/.exec((error as Error).message) ?? [];
      expect(row).toContain(`\`${field}\``);
      fault[field] = given[field];
    }
  }
  expect.unreachable();
});

test.each(blocks.map((block, index) => [index + 1, block] as const))(
  "example %i of the guide does what it says",
  async (index, block) => {
    const text = block
      .replaceAll('"hubspot-batch-unsubscribe/mock"', `"${root}src/mock/index.ts"`)
      .replaceAll('"hubspot-batch-unsubscribe"', `"${root}src/index.ts"`);
    const file = `${folder}/example-${index}.ts`;
    await writeFile(file, text);
    await import(file); // it asserts what it shows
  },
);
