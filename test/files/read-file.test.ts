import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, open, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { reasonOf } from "../../src/files/system-error.js";
import { openRegularFile, openToRead, readSmallFile } from "../../src/files/read-file.js";

const posix = process.platform !== "win32";

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "read-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function pipe(): Promise<string> {
  const path = join(await scratch(), "pipe");
  await promisify(execFile)("mkfifo", [path]);
  return path;
}

describe.runIf(posix)("a file that is read", () => {
  test("may be behind links, as Kubernetes mounts a secret, and of any mode", async () => {
    const folder = await scratch();
    await mkdir(join(folder, "..2026"));
    await writeFile(join(folder, "..2026", "token"), "text\n");
    await chmod(join(folder, "..2026", "token"), 0o666);
    await symlink("..2026", join(folder, "..data"));
    await symlink(join("..data", "token"), join(folder, "token"));
    const { text } = await readSmallFile(join(folder, "token"), { most: 100 });
    expect(text).toBe("text\n");
  });

  test("may be a pipe whose writer comes late, and writes in pieces", async () => {
    const path = await pipe();
    const reading = readSmallFile(path, { most: 100 });
    const writer = await open(path, "w");
    await writer.write("one ");
    await writer.write("two");
    await writer.close();
    expect(await reading).toMatchObject({ text: "one two" });
  });

  test("that is a pipe which nobody writes to is waited for until the signal", async () => {
    const controller = new AbortController();
    const reading = readSmallFile(await pipe(), { most: 100, signal: controller.signal });
    setTimeout(() => controller.abort("SIGTERM"), 50);
    await expect(reading).rejects.toBe("SIGTERM");
  });

  test("that is small holds no more than it may, also where it has no end", async () => {
    const path = join(await scratch(), "large");
    await writeFile(path, "x".repeat(101));
    for (const each of [path, "/dev/zero"]) {
      await expect(readSmallFile(each, { most: 100 })).rejects.toThrow("more than 100 bytes");
    }
    expect(await readSmallFile(path, { most: 101 })).toMatchObject({ text: "x".repeat(101) });
  });

  test("that must be a regular file is refused before it is opened", async () => {
    const path = await pipe();
    for (const each of [path, "/dev/null", tmpdir()]) {
      await expect(openRegularFile(each)).rejects.toThrow("it is no regular file");
    }
  });

  test("is not a folder", async () => {
    await expect(openToRead(tmpdir())).rejects.toThrow("it is a folder");
  });
});

// The system gives such an error for the memory of a process where nothing of it lies.
test.runIf(process.platform === "linux")("a file whose reading fails says so", async () => {
  const failure: unknown = await readSmallFile("/proc/self/mem", { most: 100 }).catch(
    (error: unknown) => error,
  );
  expect(reasonOf(failure)).toBe("the disk failed");
});
