import { appendFile, open, readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Appender, maxWriteBytes, type AppendFile } from "../../src/journal/appender.js";
import { JournalError } from "../../src/journal/journal-error.js";
import { tempFolder } from "./jobs.js";

const folder = await tempFolder();

interface Counted {
  readonly path: string;
  readonly file: AppendFile;
  readonly sizes: number[];
  syncs: number;
  /** Called before each write or sync; throws to let it fail. */
  trouble: (what: "write" | "sync") => void;
}

/** A real file that counts what is done to it; `part` bytes a write at most. */
async function counted(name: string, part = Number.POSITIVE_INFINITY): Promise<Counted> {
  const path = join(folder, name);
  const handle = await open(path, "a+");
  const sizes: number[] = [];
  const made: Counted = {
    path,
    sizes,
    syncs: 0,
    trouble: () => undefined,
    file: {
      async write(bytes, offset, length) {
        made.trouble("write");
        sizes.push(length);
        return handle.write(bytes, offset, Math.min(part, length));
      },
      async datasync() {
        made.trouble("sync");
        made.syncs += 1;
        await handle.datasync();
      },
      read: (bytes, offset, length, position) => handle.read(bytes, offset, length, position),
      stat: () => handle.stat(),
      truncate: (length) => handle.truncate(length),
      close: () => handle.close(),
    },
  };
  return made;
}

const stamp = '{"by":"me"}\n';
const newAppender = ({ path, file }: Counted, end = 0): Appender =>
  new Appender({ path, file, end, by: "me" });

const full = (): Error => Object.assign(new Error("full"), { code: "ENOSPC" });

test("appends that come while a sync is under way share the next one", async () => {
  const made = await counted("group");
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
  const made = await counted("order");
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
  const made = await counted("bound");
  const appender = newAppender(made);
  const piece = `${"x".repeat(maxWriteBytes / 4)}\n`;
  await Promise.all(Array.from({ length: 9 }, () => appender.append(piece)));
  await appender.close();
  expect(Math.max(...made.sizes)).toBeLessThanOrEqual(maxWriteBytes);
  expect(made.syncs).toBe(3);
});

test("a write that takes only a part is carried on", async () => {
  const made = await counted("short", 3);
  const appender = newAppender(made);
  await appender.append("0123456789\n");
  await appender.close();
  expect(await readFile(made.path, "utf8")).toBe(`${stamp}0123456789\n`);
});

test.each(["write", "sync"] as const)(
  "after a %s that failed nothing is written any more, and no half line is left",
  async (what) => {
    const made = await counted(`full-${what}`, 4);
    const appender = newAppender(made);
    await appender.append("whole\n");
    let parts = 0;
    made.trouble = (now) => {
      // The second part of the write finds no room.
      if (now === what && (what === "sync" || ++parts > 1)) throw full();
    };
    const failed = [appender.append("half a line\n"), appender.append("another\n")];
    const results = await Promise.allSettled([...failed]);
    made.trouble = () => undefined;
    const late = await Promise.allSettled([appender.append("late\n")]);
    for (const result of [...results, ...late]) {
      expect(result.status === "rejected" && result.reason).toBeInstanceOf(JournalError);
      expect(result).toMatchObject({ reason: { fault: "unwritable", cause: { code: "ENOSPC" } } });
    }
    await appender.close();
    expect(await readFile(made.path, "utf8")).toBe(`${stamp}whole\n`);
  },
);

test("after a lost lock nothing is written, also not what waits", async () => {
  const made = await counted("lost");
  const appender = newAppender(made);
  const waiting = appender.append("waits\n");
  appender.fail(new JournalError("lock-lost", "lost"));
  await expect(waiting).rejects.toMatchObject({ fault: "lock-lost" });
  await expect(appender.append("late\n")).rejects.toMatchObject({ fault: "lock-lost" });
  await appender.close();
  expect(made.sizes).toEqual([]);
});

test("nothing is written to a file that something else has written to", async () => {
  const made = await counted("foreign");
  const appender = newAppender(made);
  await appender.append("mine\n");
  await appendFile(made.path, "another's\n");
  await expect(appender.append("late\n")).rejects.toMatchObject({ fault: "lock-lost" });
  await appender.close();
  expect(await readFile(made.path, "utf8")).toBe(`${stamp}mine\nanother's\n`);
});

test("an appender begins where the file ends", async () => {
  const made = await counted("end");
  const appender = newAppender(made);
  await appender.append("one\n");
  await appender.close();
  await truncate(made.path, 4);
  const next = await counted("end");
  const second = newAppender(next, 4);
  const offset = 4 + stamp.length;
  expect(await second.append("two\n")).toEqual({ offset, next: offset + 4 });
  await second.close();
});
