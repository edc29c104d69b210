import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}node_modules/.cache/mock-guide`;
const guide = await readFile(`${root}docs/testing-with-the-mock.md`, "utf8");
const blocks = [...guide.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = ""]) => block);

beforeAll(() => mkdir(folder, { recursive: true }));
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the guide has examples", () => {
  expect(blocks.length).toBeGreaterThan(3);
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
