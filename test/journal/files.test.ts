import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkBinding } from "../../src/journal/binding.js";
import { openJournal, readJournal } from "../../src/journal/open-journal.js";
import { call, itemsOf, openAt, origin, tempFolder, writeList } from "./jobs.js";

const folder = await tempFolder();
const posix = process.platform !== "win32";

describe.runIf(posix)("a path that cannot be a journal is refused before anything is sent:", () => {
  test("/dev/full", async () => {
    await expect(openAt("/dev/full")).rejects.toMatchObject({ fault: "unwritable" });
    await expect(openAt("/dev/full")).rejects.toThrow(/no regular file/);
  });

  test("a folder", async () => {
    await expect(openAt(folder)).rejects.toMatchObject({ fault: "unwritable" });
    await expect(readJournal(folder)).rejects.toMatchObject({ fault: "not-a-journal" });
  });

  test("a file in a folder that is not there", async () => {
    await expect(openAt(join(folder, "no", "x.journal"))).rejects.toThrow(
      /its folder is not there/,
    );
  });
});

test.each([
  ["a list", "email\nana@example.com\n"],
  ["a JSON file", '{\n  "journal": 1\n}\n'],
  ["text without a line feed", "journal"],
  ["a long line", '{"journal":' + "1".repeat(5000)],
])("%s is no journal, and stays as it is", async (name, text) => {
  const path = join(folder, name);
  await writeFile(path, text);
  await expect(openAt(path)).rejects.toMatchObject({ fault: "not-a-journal" });
  await expect(readJournal(path)).rejects.toMatchObject({ fault: "not-a-journal" });
  expect(await readFile(path, "utf8")).toBe(text);
  expect(await readdir(folder)).not.toContain(`${name}.lock`);
});

test("a journal of another format is refused, and its number told", async () => {
  const path = join(folder, "format.journal");
  await (await openAt(path)).close();
  const text = (await readFile(path, "utf8")).replace('"journal":3', '"journal":2');
  await writeFile(path, text);
  await expect(openAt(path)).rejects.toMatchObject({ fault: "other-format" });
  await expect(readJournal(path)).rejects.toThrow(/format 2.*format 3/);
  expect(await readFile(path, "utf8")).toBe(text);
});

test("a journal that is not there is an error, unless it is to be made", async () => {
  const path = join(folder, "absent.journal");
  await expect(readJournal(path)).rejects.toMatchObject({ fault: "absent" });
  await expect(openJournal(path, { create: false })).rejects.toMatchObject({ fault: "absent" });
  expect(await readdir(folder)).not.toContain("absent.journal");
  const journal = await openAt(path);
  await journal.discard();
  expect(await readdir(folder)).not.toContain("absent.journal");
  expect(await readdir(folder)).not.toContain("absent.journal.lock");
});

test("an empty file becomes a journal", async () => {
  const path = join(folder, "empty.journal");
  await writeFile(path, "");
  await expect(readJournal(path)).rejects.toMatchObject({ fault: "absent" });
  await (await openAt(path)).close();
  expect((await readJournal(path)).standing.phase).toBe("new");
});

test.runIf(posix)("a journal is not made or opened through a link", async () => {
  const [there, none] = [join(folder, "there.journal"), join(folder, "none.journal")];
  await (await openAt(there)).close();
  const before = await readFile(there, "utf8");
  for (const [index, target] of [there, none].entries()) {
    const link = join(folder, `link-${index}.journal`);
    await symlink(target, link);
    await expect(openAt(link)).rejects.toMatchObject({ fault: "unwritable" });
    await expect(openAt(link)).rejects.toThrow(/it is a link/);
  }
  expect(await readFile(there, "utf8")).toBe(before);
  expect(await readdir(folder)).not.toContain("none.journal");
});

test.runIf(posix)("a journal in a folder behind a link is locked for all its names", async () => {
  await mkdir(join(folder, "real"));
  await symlink("real", join(folder, "way"));
  const journal = await openAt(join(folder, "way", "file.journal"));
  expect(await readdir(join(folder, "real"))).toEqual(["file.journal", "file.journal.lock"]);
  await expect(openAt(join(folder, "real", "file.journal"))).rejects.toMatchObject({
    fault: "locked",
  });
  await journal.close();
});

test("a run is held to the server and the brand of its journal", async () => {
  const path = join(folder, "bound.journal");
  const journal = await openAt(path, 7);
  const server = origin;
  expect(checkBinding(journal, { server, businessUnitId: 7 })).toEqual([]);
  await writeList(journal, ["a@example.com"]);
  await journal.confirm({ addresses: 1 });
  const other = { server: "http://127.0.0.1:8080", businessUnitId: undefined };
  // Before anybody was sent, it can be bound anew.
  expect(checkBinding(journal, other)).toEqual([]);
  await expect(journal.begin(other)).rejects.toMatchObject({ fault: "other-job" });
  await expect(journal.begin(other)).rejects.toThrow(/the brand there is 7, here none/);
  expect(journal.standing.phase).toBe("agreed");
  await journal.begin({ server, businessUnitId: 7 });
  expect(journal.standing.phase).toBe("running");
  await call(journal, 1, itemsOf(["a@example.com"]));
  expect(checkBinding(journal, other)).toEqual([
    { what: "server", journal: origin, run: "http://127.0.0.1:8080" },
    { what: "brand", journal: "7", run: "none" },
  ]);
  await journal.bind(other);
  expect(journal.binding).toEqual({ server, businessUnitId: 7 });
  await journal.close();
});

test("what nobody has confirmed is not sent", async () => {
  const journal = await openAt(join(folder, "unconfirmed.journal"));
  await writeList(journal, ["a@example.com"]);
  const begun = journal.begin({ server: origin, businessUnitId: undefined });
  await expect(begun).rejects.toMatchObject({ fault: "unconfirmed" });
  await journal.close();
});

test.each([1.5, Number.NaN, -1, "7", null, {}])(
  "a place that is no whole number is a wrong option, and no end of the process: %j",
  async (upTo) => {
    const path = join(await tempFolder(), "places.journal");
    await (await openJournal(path)).close();
    // Cast: a caller without types may give anything.
    const options = { upTo } as Parameters<typeof readJournal>[1];
    await expect(readJournal(path, options)).rejects.toThrow(
      new TypeError("upTo must be an integer of at least 0"),
    );
  },
);
