import { chmod, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openAt, tempFolder } from "./jobs.js";

// Both tests change what belongs to the whole process, its umask or its user: no worker thread may.

const folder = await tempFolder();
const posix = process.platform !== "win32";

describe.runIf(posix)("a new journal", () => {
  const before = process.umask();
  afterEach(() => {
    process.umask(before);
  });

  // Threads share the umask and may not set it: in a worker thread this fails, in a process it runs.
  test.each([0o000, 0o777])("is for its owner alone under the umask %o", async (umask) => {
    const path = join(folder, `mode-${umask}.journal`);
    process.umask(umask);
    const journal = await openAt(path);
    process.umask(before);
    await journal.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});

test.runIf(posix)(
  "a journal in a folder that may not be written to is refused before anything is sent",
  async () => {
    const closed = join(folder, "closed");
    await mkdir(closed, { mode: 0o555 });
    await chmod(folder, 0o755);
    // To root every folder is open, so it is somebody else for a moment.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65534);
    try {
      await expect(openAt(join(closed, "x.journal"))).rejects.toMatchObject({
        fault: "unwritable",
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  },
);
