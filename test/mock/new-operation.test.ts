import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
let folder: string;

const operations = `
  /things/{thingId}:
    get:
      operationId: getThing
      summary: Get a thing
      description: Gets a thing.
      tags: [Account]
      security: [{ bearerToken: [things.read] }]
      parameters:
        - { name: thingId, in: path, required: true, description: Its number., schema: { type: integer }, example: 7 }
        - { name: kinds, in: query, description: Its kinds., schema: { type: array, items: { type: string } }, example: [a] }
      responses:
        "200":
          description: The thing.
          content:
            application/json:
              schema: { type: object, properties: { name: { type: string, description: Its name. } } }
              examples: { first: { summary: A thing., value: { name: Anvil } }, second: { summary: Another., value: { name: Bell } } }
        default: { $ref: "#/components/responses/UnexpectedError" }
    delete:
      operationId: deleteThing
      summary: Delete a thing
      description: Deletes a thing.
      tags: [Account]
      security: [{ bearerToken: [things.write] }]
      parameters:
        - { name: thingId, in: path, required: true, description: Its number., schema: { type: integer }, example: 7 }
      responses:
        "204": { description: It is gone. }
        default: { $ref: "#/components/responses/UnexpectedError" }
    post:
      operationId: renameThing
      summary: Rename a thing
      description: Renames a thing.
      tags: [Account]
      security: [{ bearerToken: [things.write] }]
      parameters:
        - { name: thingId, in: path, required: true, description: Its number., schema: { type: integer }, example: 7 }
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [name], properties: { name: { type: string, description: Its name. } } }
            examples: { rename: { summary: A name., value: { name: Chisel } } }
      responses:
        "202":
          description: What was done, in words.
          content:
            text/plain:
              schema: { type: string }
              examples: { done: { summary: Words., value: "Renamed." } }
        default: { $ref: "#/components/responses/UnexpectedError" }
`;

/** Asks the mock of the scratch folder, in a process of its own. */
const script = `
  const { createMock } = await import("./src/mock/index.ts");
  const mock = createMock({ scopes: ["things.read", "things.write"], tokens: [{ token: "none", scopes: [] }] });
  const ask = async (method, path, body, token = mock.token) => {
    const headers = { Authorization: "Bearer " + token };
    const answer = await mock.fetch("http://localhost" + path, { method, headers, body });
    return [answer.status, answer.headers.get("content-type"), await answer.text()];
  };
  console.log(JSON.stringify([
    await ask("GET", "/things/7?kinds=a&kinds=b"),
    await ask("DELETE", "/things/7"),
    await ask("POST", "/things/7", '{"name": "Drill"}'),
    (await ask("POST", "/things/7", '{"name": 1}')).slice(0, 1),
    (await ask("POST", "/things/7", "{")).slice(0, 1),
    (await ask("GET", "/things/seven")).slice(0, 1),
    (await ask("GET", "/things/7", undefined, "none")).slice(0, 1),
    (await ask("PUT", "/things/7")).slice(0, 1),
    mock.state().calls.length,
  ]));
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "new-operation-"));
  for (const name of ["spec", "src/mock", "package.json", "tsconfig.json"]) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const spec = join(folder, "spec/openapi.yaml");
  const text = await readFile(spec, "utf8");
  await writeFile(spec, text.replace("\ncomponents:\n", `${operations}\ncomponents:\n`));
  const flags = ["--spec", spec, "--out", join(folder, "generated")];
  const generated = spawnSync(process.execPath, [join(root, "scripts/main.mjs"), ...flags]);
  expect(generated.status, String(generated.stderr)).toBe(0);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("an operation that is only described is judged, and answered from its first sample", () => {
  const flags = ["--import", "tsx", "--input-type=module", "--eval", script];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { cwd: folder, encoding: "utf8" });
  expect(JSON.parse(stdout || JSON.stringify(stderr))).toEqual([
    [200, "application/json", '{"name":"Anvil"}'],
    [204, null, ""],
    [202, "text/plain;charset=utf-8", "Renamed."],
    [400],
    [400],
    [400],
    [403],
    [405],
    7,
  ]);
}, 60_000);
