import { open, readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { listOf, setUp } from "../cli/job.js";

/** A journal of three addresses that was finished. */
async function finished() {
  const job = await setUp(listOf(3));
  await job.run("run", job.list, "--yes", "--base-url", job.mock.url);
  const server = ["--base-url", job.mock.url];
  const page = ["--html", `${job.list}.html`];
  const commands = [
    ["report", job.journal, "--json", ...page],
    ["retry", job.journal, ...server, "--yes", ...page],
    ["verify", job.journal, ...server, "--json"],
    ["run", job.list, ...server, "--yes", ...page],
  ];
  return { job, commands, text: await readFile(job.journal, "utf8") };
}

describe("whatever a journal holds, a command ends with a sentence and a documented code", () => {
  test.each(["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "\u001b[2J", ""])(
    "the word %j where a reason stands",
    async (word) => {
      const { job, commands, text } = await finished();
      for (const outcome of ["unknown", "not-sent", "rejected", "unsubscribed"]) {
        const changed = text.replaceAll(
          /"outcome":"unsubscribed"/g,
          `"outcome":"${outcome}","reason":${JSON.stringify(word)}`,
        );
        expect(changed).not.toBe(text);
        for (const command of commands) {
          await writeFile(job.journal, changed);
          const { code, err } = await job.run(...command);
          expect([0, 1, 2], `${outcome} ${command[0]}: ${err}`).toContain(code);
          expect(err).not.toMatch(/\[object|native code|undefined|\n {4}at /);
        }
      }
    },
    60_000,
  );

  test("an entry that is no address", async () => {
    const { job, commands, text } = await finished();
    for (const address of ["not an address", "", "a@b@example.com"]) {
      const changed = text.replace(/^(\{"row":2,"address":")[^"]*/m, `$1${address}`);
      expect(changed).not.toBe(text);
      const line = changed.slice(0, changed.indexOf('{"row":2,')).split("\n").length;
      for (const command of commands) {
        await writeFile(job.journal, changed);
        const { code, err } = await job.run(...command);
        expect(code, err).toBe(2);
        expect(err).toContain(`is damaged at line ${line}: its address is none that can be sent`);
      }
    }
  }, 60_000);

  test("names that every object has where names stand", async () => {
    const { job, commands, text } = await finished();
    for (const word of ["__proto__", "constructor"]) {
      for (const changed of [
        text.replace('"list":"start"', `"list":"${word}"`),
        text.replace('"purpose":"first"', `"purpose":"${word}"`),
        text.replace('"outcome":"unsubscribed"', `"outcome":"${word}"`),
        text.replace(/"server":"[^"]*"/, `"server":"${word}"`),
        text.replace(/^\{"journal":/, `{"${word}":`),
        `${text}{"${word}":{"journal":1}}\n`,
      ]) {
        for (const command of commands) {
          await writeFile(job.journal, changed);
          const { code, err } = await job.run(...command);
          expect(code, err).toBe(2);
          // What is no journal is read as a list by `verify`, which finds fault with it as one.
          if (command[0] === "verify" && err.includes("list.csv.practice.journal: ")) continue;
          expect(err).toMatch(/is damaged at line \d+|is not a journal/);
        }
      }
    }
  }, 60_000);

  test.each([
    ["the last, and cut off,", ""],
    ["followed by another", '"}\n{"opened":"x"}\n'],
  ])(
    "a line of 700 megabytes that is %s is told of, with its number, and read no further than its bound",
    async (_, rest) => {
      const { job, commands, text } = await finished();
      const file = await open(job.journal, "w");
      await file.write(text);
      await file.write('{"opened":"');
      // A hole costs no room on the disk.
      await file.truncate(700_000_000);
      await file.write(rest, 700_000_000);
      await file.close();
      const line = text.split("\n").length;
      const before = process.memoryUsage.rss();
      for (const command of commands) {
        const { code, err } = await job.run(...command);
        expect(code).toBe(2);
        expect(err).toContain(`is damaged at line ${line}: it is longer than any that is written`);
      }
      expect(process.memoryUsage.rss() - before).toBeLessThan(400e6);
    },
    60_000,
  );
});
