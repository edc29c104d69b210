import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
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

  test("an equals sign within a token is part of it", async () => {
    await writeFile(file, "c2VjcmV0==\n");
    expect(await (await findToken({}, file)).read()).toBe("c2VjcmV0==");
  });

  test.each([
    ["", "is empty"],
    ["secret\nsecond", "must hold the token alone: there is a blank, a line break"],
    ["HUBSPOT_ACCESS_TOKEN=secret", "a name with an equals sign before it"],
    ["export TOKEN=secret\n", "a name with an equals sign before it"],
    ["Bearer secret", "the word Bearer before it"],
    ['"secret"\n', "quotation marks around it"],
  ])("a file of %j is refused, and not repeated", async (text, message) => {
    await writeFile(file, text);
    const failure: unknown = await findToken({}, file).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(String(failure)).toContain(message);
    expect(String(failure)).not.toContain("secret");
  });

  describe.skipIf(process.platform === "win32")("from a pipe", () => {
    const makePipe = async (name: string): Promise<string> => {
      const path = join(folder, name);
      await promisify(execFile)("mkfifo", [path]);
      return path;
    };

    test("is read once and kept, since a pipe gives its text once", async () => {
      const path = await makePipe("kept");
      const finding = findToken({}, path);
      await writeFile(path, "token-4\n");
      const source = await finding;
      expect([await source.read(), await source.read()]).toEqual(["token-4", "token-4"]);
      expect(source.warnings).toEqual([]);
    });

    test("that nobody writes to is waited for until the signal", async () => {
      const controller = new AbortController();
      const finding = findToken({}, await makePipe("silent"), controller.signal);
      setTimeout(() => controller.abort("SIGTERM"), 50);
      await expect(finding).rejects.toBe("SIGTERM");
    });
  });

  test("in a file without end is refused", async () => {
    await writeFile(file, "x".repeat(70_000));
    await expect(findToken({}, file)).rejects.toThrow("holds more than 65536 bytes");
  });
});
