import { readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { maxWriteBytes } from "../../src/journal/appender.js";
import { counted, newAppender, stamp } from "./counted-file.js";
import { tempFolder } from "./jobs.js";

const folder = await tempFolder();

test("appends that come while a sync is under way share the next one", async () => {
  const made = await counted(join(folder, "group"));
  const { path } = made;
  const appender = newAppender(made);
  const texts = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
  // Half of them in one breath, half while the first write is under way.
  const early = texts.slice(0, 50).map((text) => appender.append(text));
  await new Promise(setImmediate);
  const late = texts.slice(50).map((text) => appender.append(text));
  const places = await Promise.all([...early, ...late]);
  await appender.close();
  expect(made.sizes.length).toBeLessThanOrEqual(3);
  const written = await readFile(path, "utf8");
  expect(written.replaceAll(stamp, "")).toBe(texts.join(""));
  expect(places.map(({ offset, next }) => written.slice(offset, next))).toEqual(texts);
});

test("a promise resolves after the sync of its bytes, and not before", async () => {
  const made = await counted(join(folder, "order"));
  const appender = newAppender(made);
  const seen: number[] = [];
  await Promise.all([
    appender.append("a\n").then(() => seen.push(made.syncs)),
    appender.append("b\n").then(() => seen.push(made.syncs)),
  ]);
  expect(seen).toEqual([1, 1]);
  await appender.close();
});

test("one write holds no more than its bound", async () => {
  const made = await counted(join(folder, "bound"));
  const appender = newAppender(made);
  const piece = `${"x".repeat(maxWriteBytes / 4)}\n`;
  await Promise.all(Array.from({ length: 9 }, () => appender.append(piece)));
  await appender.close();
  expect(Math.max(...made.sizes)).toBeLessThanOrEqual(maxWriteBytes);
  expect(made.syncs).toBe(3);
});

test("a text that is longer than the bound is a write of its own, and one that just fits is none", async () => {
  const made = await counted(join(folder, "fits"));
  const appender = newAppender(made);
  const long = "x".repeat(maxWriteBytes);
  const fits = "y".repeat(maxWriteBytes - stamp.length - 2);
  await Promise.all(["a\n", long, fits, "b\n"].map((text) => appender.append(text)));
  await appender.close();
  expect(made.sizes).toEqual([stamp.length + 2, stamp.length + long.length, maxWriteBytes]);
});

test("a write that takes only a part is carried on", async () => {
  const made = await counted(join(folder, "short"), 3);
  const appender = newAppender(made);
  await appender.append("0123456789\n");
  await appender.close();
  expect(await readFile(made.path, "utf8")).toBe(`${stamp}0123456789\n`);
});

test("an appender begins where the file ends", async () => {
  const made = await counted(join(folder, "end"));
  const appender = newAppender(made);
  await appender.append("one\n");
  await appender.close();
  await truncate(made.path, 4);
  const next = await counted(join(folder, "end"));
  const second = newAppender(next, 4);
  const offset = 4 + stamp.length;
  expect(await second.append("two\n")).toEqual({ offset, next: offset + 4 });
  await second.close();
});

test("a file that was closed takes nothing more, whatever waited is written before", async () => {
  const made = await counted(join(folder, "closed"));
  const closed: string[] = [];
  made.trouble = (what) => void (what === "close" && closed.push(what));
  const appender = newAppender(made);
  const last = appender.append("last\n");
  await appender.close();
  expect(await last).toEqual({ offset: stamp.length, next: stamp.length + 5 });
  expect(closed).toEqual(["close"]);
  await expect(appender.append("late\n")).rejects.toMatchObject({
    fault: "unwritable",
    message: `${made.path} has been closed`,
  });
});
