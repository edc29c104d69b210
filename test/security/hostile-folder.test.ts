import { execFile } from "node:child_process";
import { link, lstat, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { listOf, setUp } from "../cli/job.js";

/** What may be in place of a file that the command writes, and beside it a file that the command must leave alone. */
const traps: Readonly<Record<string, (path: string, precious: string) => Promise<unknown>>> = {
  "a link to a file": (path, precious) => symlink(precious, path),
  "a link to nothing": (path) => symlink(`${path}.none`, path),
  "a folder": (path) => mkdir(path),
  "a pipe": (path) => promisify(execFile)("mkfifo", [path]),
  "a second name of a file": (path, precious) => link(precious, path),
};

/** What the command writes, the flag that names another one, and what is no trap for it. */
const written: readonly (readonly [what: string, end: string, flag: string, fine: string[]])[] = [
  ["journal", ".practice.journal", "--journal", []],
  // A folder is what a lock is; a file is none, whatever its other names are.
  ["lock", ".practice.journal.lock", "--journal", ["a folder"]],
  // A report replaces what lies there, so that its other names keep the old text.
  ["report", ".practice.report.csv", "--report", ["a second name of a file"]],
  // A pipe that is named may be meant.
  ["page", ".html", "--html", ["a second name of a file", "a pipe"]],
];

describe.runIf(process.platform !== "win32").each(written)("the %s", (_, end, flag, fine) => {
  test.each(Object.keys(traps).filter((name) => !fine.includes(name)))(
    "is written into nothing that is %s, and what to do is said before anything is sent",
    async (name) => {
      const job = await setUp(listOf(2));
      const precious = join(job.folder, "precious");
      await writeFile(precious, "old", { mode: 0o644 });
      const path = `${job.list}${end}`;
      await traps[name]?.(path, precious);
      const before = await lstat(path);
      const page = ["--html", `${job.list}.html`];
      const { code, err } = await job.run(
        ...["run", job.list, "--yes", "--base-url", job.mock.url, ...page],
      );
      expect(code, err).toBe(6);
      expect(err).toContain(path);
      expect(err).toMatch(/Nothing has been (?:sent|done yet)[.:] [Mm]end that, or name another /);
      expect(err).toContain(flag);
      expect(job.sent()).toEqual([]);
      expect(await readFile(precious, "utf8")).toBe("old");
      expect((await lstat(precious)).mode & 0o777).toBe(0o644);
      expect((await lstat(path)).mode).toBe(before.mode);
    },
  );

  test.each(fine)("may find %s there", async (name) => {
    const job = await setUp(listOf(2));
    const precious = join(job.folder, "precious");
    // An earlier report: what is none is replaced under no name.
    const old = "row,address,sent,outcome,reason,time,correlation_id\r\n";
    await writeFile(precious, old);
    const path = `${job.list}${end}`;
    await traps[name]?.(path, precious);
    const flags = end === ".html" ? ["--html", path] : [];
    const running = job.run("run", job.list, "--yes", "--base-url", job.mock.url, ...flags);
    const reading = name === "a pipe" ? readFile(path, "utf8") : undefined;
    const { code, err } = await running;
    expect(code, err).toBe(0);
    expect(job.sent()).toHaveLength(2);
    expect(await readFile(precious, "utf8")).toBe(old);
    if (reading !== undefined) expect(await reading).toContain("</html>");
  });
});

test.runIf(process.platform !== "win32")(
  "a lock with something in it is told of, and what to do",
  async () => {
    const job = await setUp(listOf(2));
    await mkdir(`${job.journal}.lock`);
    await writeFile(join(`${job.journal}.lock`, "file"), "");
    const { code, err } = await job.run("run", job.list, "--yes", "--base-url", job.mock.url);
    expect(code, err).toBe(6);
    expect(err).toMatch(
      /a folder with something in it\. Nothing has been sent\. Mend that, or name/,
    );
    expect(job.sent()).toEqual([]);
  },
);
