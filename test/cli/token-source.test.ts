import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { findToken, TokenError } from "../../src/cli/token-source.js";
import { UsageError } from "../../src/cli/usage-error.js";

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "token-"));
  file = join(folder, "token.txt");
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => writeFile(file, "token-1\n", { mode: 0o600 }));

const env = { HUBSPOT_ACCESS_TOKEN: " token-0\n" };

describe("the token", () => {
  test("comes from the variable, without blanks at its ends", async () => {
    expect(await (await findToken(env, undefined)).read()).toBe("token-0");
  });

  test("comes from the file if one is named, and that is said of a variable beside it", async () => {
    const source = await findToken(env, file);
    expect(await source.read()).toBe("token-1");
    expect(source.warnings.join()).toContain("HUBSPOT_ACCESS_TOKEN is not used");
    expect((await findToken({}, file)).warnings).toEqual([]);
  });

  test("is read from the file each time", async () => {
    const source = await findToken({}, file);
    await writeFile(file, "\uFEFFtoken-2\r\n");
    expect(await source.read()).toBe("token-2");
  });

  test("is waited for while something rewrites the file", async () => {
    const source = await findToken({}, file);
    await writeFile(file, "");
    const reading = source.read();
    await writeFile(file, "token-3");
    expect(await reading).toBe("token-3");
  });

  test("that is gone in the middle of a job: an error that names the file and the reason", async () => {
    const source = await findToken({}, file);
    await rm(file);
    const failure: unknown = await source.read().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TokenError);
    expect(String(failure)).toContain(`${file} cannot be read: there is no such file`);
  });

  test.skipIf(process.platform === "win32")(
    "in a file that others can read: a warning",
    async () => {
      await chmod(file, 0o644);
      expect((await findToken({}, file)).warnings.join()).toContain(`chmod 600 ${file}`);
    },
  );

  test.each([
    [{}, "there is no access token"],
    [{ HUBSPOT_ACCESS_TOKEN: "  " }, "there is no access token"],
    [{ HUBSPOT_ACCESS_TOKEN: "secret word" }, "HUBSPOT_ACCESS_TOKEN must hold the token alone"],
  ])("%j is refused before anything begins, and is not repeated", async (world, message) => {
    const failure: unknown = await findToken(world, undefined).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(String(failure)).toContain(message);
    expect(String(failure)).not.toContain("secret");
  });

  test.each([
    ["", "is empty"],
    ["secret\nsecond", "must hold the token alone"],
  ])("a file of %j is refused, and not repeated", async (text, message) => {
    await writeFile(file, text);
    const failure: unknown = await findToken({}, file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(String(failure)).toContain(message);
    expect(String(failure)).not.toContain("secret");
  });
});
