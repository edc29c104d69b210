import { execFile } from "node:child_process";
import {
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

import { checkReportPath } from "../../src/report/check-report-path.js";
import { ReportError } from "../../src/report/report-error.js";
import { writeReport } from "../../src/report/report-file.js";
import { scratch } from "./sample-outcomes.js";

const posix = describe.skipIf(process.platform === "win32");
const linux = test.skipIf(process.platform !== "linux");

async function* texts(...pieces: string[]): AsyncGenerator<string, void, undefined> {
  yield* pieces;
}

async function* broken(): AsyncGenerator<string, void, undefined> {
  yield "half of it";
  throw new RangeError("the journal cannot be read");
}

describe("a report is written whole or not at all", () => {
  test("what was there before is replaced, and nothing is left beside it", async () => {
    const folder = await scratch();
    const path = join(folder, "report.csv");
    await writeFile(path, "the old one, which is longer");
    await writeReport(path, texts("a", "b\n"));
    expect(await readFile(path, "utf8")).toBe("ab\n");
    expect(await readdir(folder)).toEqual(["report.csv"]);
  });

  test("what was there before stays if the outcomes cannot be read, and their error is told", async () => {
    const folder = await scratch();
    const path = join(folder, "report.csv");
    await writeFile(path, "the old one");
    await expect(writeReport(path, broken())).rejects.toThrow(RangeError);
    expect(await readFile(path, "utf8")).toBe("the old one");
    expect(await readdir(folder)).toEqual(["report.csv"]);
  });

  linux("a link in shared memory, which lies below /dev, is refused as everywhere", async () => {
    const folder = await scratch();
    const shared = await mkdtemp("/dev/shm/report-file-");
    try {
      await writeFile(join(folder, "other.csv"), "old");
      await symlink(join(folder, "other.csv"), join(shared, "report.csv"));
      await expect(writeReport(join(shared, "report.csv"), texts("new"))).rejects.toThrow(
        "is a link",
      );
      expect(await readFile(join(folder, "other.csv"), "utf8")).toBe("old");
    } finally {
      await rm(shared, { recursive: true });
    }
  });

  linux("a full device is an error that names the path and the reason", async () => {
    const error: unknown = await writeReport("/dev/full", texts("a")).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ReportError);
    expect(error).toMatchObject({
      path: "/dev/full",
      message: "The report /dev/full cannot be written: the disk is full.",
    });
  });
});

posix("on POSIX", () => {
  test("only its owner can read it, whoever could read what was there", async () => {
    const path = join(await scratch(), "report.csv");
    await writeFile(path, "the old one", { mode: 0o644 });
    await writeReport(path, texts("a"));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("a link is refused, and what it leads to stays, whether it is there or not", async () => {
    const folder = await scratch();
    const [path, link, dangling] = ["report.csv", "link.csv", "dangling.csv"].map((name) =>
      join(folder, name),
    ) as [string, string, string]; // three names give three paths
    await writeFile(path, "old");
    await symlink(path, link);
    await symlink(join(folder, "none.csv"), dangling);
    for (const each of [link, dangling]) {
      await expect(writeReport(each, texts("new"))).rejects.toThrow("it is a link");
      await expect(checkReportPath(each)).rejects.toThrow("it is a link");
    }
    expect(await readFile(path, "utf8")).toBe("old");
    expect((await readdir(folder)).sort()).toEqual(["dangling.csv", "link.csv", "report.csv"]);
  });

  test("a folder on the way may be a link", async () => {
    const folder = await scratch();
    await mkdir(join(folder, "real"));
    await symlink("real", join(folder, "link"));
    await writeReport(join(folder, "link", "report.csv"), texts("new"));
    expect(await readFile(join(folder, "real", "report.csv"), "utf8")).toBe("new");
  });

  test("a default path leads to no pipe, which nobody has named", async () => {
    const path = join(await scratch(), "pipe");
    await promisify(execFile)("mkfifo", [path]);
    const isDefault = { isDefault: true };
    await expect(checkReportPath(path, [], isDefault)).rejects.toThrow("it is no regular file");
    await expect(writeReport(path, texts("a"), isDefault)).rejects.toThrow("it is no regular file");
  });

  test("a pipe that nobody reads is waited for until the signal, and no longer", async () => {
    const path = join(await scratch(), "pipe");
    await promisify(execFile)("mkfifo", [path]);
    const controller = new AbortController();
    const writing = writeReport(path, texts("a"), { signal: controller.signal });
    controller.abort();
    await expect(writing).rejects.toThrow("it was stopped before all of it was read");
  });

  test("a pipe gets the text as it is, and stays a pipe", async () => {
    const path = join(await scratch(), "pipe");
    await promisify(execFile)("mkfifo", [path]);
    await checkReportPath(path);
    const read = readFile(path, "utf8");
    await writeReport(path, texts("ü\n"), {}, true);
    expect(await read).toBe("ü\n");
    expect((await stat(path)).isFIFO()).toBe(true);
  });
});

describe("a path is tried out before anything is sent", () => {
  test("nothing is left of the trial, and what is there stays", async () => {
    const folder = await scratch();
    const old = "\ufeffrow,address,sent,outcome,reason,time,correlation_id\r\n";
    await writeFile(join(folder, "old.csv"), old);
    await checkReportPath(join(folder, "new.csv"));
    await checkReportPath(join(folder, "old.csv"));
    expect(await readdir(folder)).toEqual(["old.csv"]);
    expect(await readFile(join(folder, "old.csv"), "utf8")).toBe(old);
  });

  test.each([
    ["a list", "email\nana@example.com\n"],
    ["another job's journal", '{"type":"job"}\n'],
    ["a token", "pat-na1-0"],
    ["somebody else's page", "<!doctype html>\n<title>Mine</title>\n"],
  ])("%s of that name is no report, and stays", async (_, text) => {
    const path = join(await scratch(), "file");
    await writeFile(path, text);
    await expect(checkReportPath(path)).rejects.toThrow("no report of this program");
    expect(await readFile(path, "utf8")).toBe(text);
  });

  test("nothing, and an earlier page, may be replaced", async () => {
    const path = join(await scratch(), "file");
    await writeFile(path, "");
    await expect(checkReportPath(path)).resolves.toBeUndefined();
    await writeFile(path, "<!doctype html>\n<html>\n<title>Opt-out report: list.csv</title>\n");
    await expect(checkReportPath(path)).resolves.toBeUndefined();
  });

  test("a folder, or a folder that is not there, is refused", async () => {
    const folder = await scratch();
    await mkdir(join(folder, "sub"));
    await expect(checkReportPath(join(folder, "sub"))).rejects.toThrow("it is a folder");
    await expect(checkReportPath(join(folder, "none", "report.csv"))).rejects.toThrow(
      `there is no folder ${join(folder, "none")}`,
    );
    await writeFile(join(folder, "file"), "");
    await expect(checkReportPath(join(folder, "file", "report.csv"))).rejects.toThrow(ReportError);
  });

  test("the list and the journal are not overwritten, under whatever name", async () => {
    const folder = await scratch();
    const list = join(folder, "list.csv");
    const others = [
      { what: "the list", path: list },
      { what: "the journal", path: join(folder, "list.journal") },
    ];
    await writeFile(list, "email\n");
    await symlink(list, join(folder, "link"));
    await expect(checkReportPath(list, others)).rejects.toThrow("it is the list");
    await expect(checkReportPath(join(folder, "link"), others)).rejects.toThrow("it is the list");
    const journal = join(folder, "sub", "..", "list.journal");
    await expect(checkReportPath(journal, others)).rejects.toThrow("it is the journal");
    await checkReportPath(join(folder, "report.csv"), others);
  });

  linux("a full device is refused, and a device that takes text is not", async () => {
    await expect(checkReportPath("/dev/full")).rejects.toThrow("the disk is full");
    await checkReportPath("/dev/null");
  });

  linux("a file behind /dev is written on, not replaced", async () => {
    const path = join(await scratch(), "out");
    const handle = await open(path, "w");
    await handle.writeFile("before ");
    const own = `/dev/fd/${handle.fd}`;
    await checkReportPath(own);
    await writeReport(own, texts("report"));
    await handle.close();
    expect(await readFile(path, "utf8")).toBe("before report");
  });
});
