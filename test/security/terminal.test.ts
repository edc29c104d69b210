import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startMock } from "../../src/mock/index.js";
import { runIn } from "../cli/captured.js";
import { end } from "../cli/job.js";

const EVIL = "\u001b]0;owned\u0007\u001b[2J\u202eevil\u200b\u009b31m\u3164\ufe0f\u2800";
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

test("nothing that a terminal obeys gets there, whatever names, cells, flags and servers hold", async () => {
  const folder = await mkdtemp(join(tmpdir(), `terminal-`));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const inside = join(folder, EVIL.replaceAll("/", ""));
  await mkdir(inside);
  const list = join(inside, `${EVIL}.csv`);
  const cells = [`${EVIL}ana@example.com`, "ben@example.com", `"${EVIL} <cy@example.com>"`];
  await writeFile(list, `email,${EVIL}\n${cells.map((cell) => `${cell},${EVIL}\n`).join("")}`);
  const bare = join(inside, "bare.csv");
  await writeFile(bare, `${EVIL},${EVIL}2\nana@example.com,ben@example.com\n`);
  const journal = join(inside, "other.journal");
  const head = { journal: 1, origin: EVIL, created: "2026-11-28T12:00:00.000Z", version: EVIL };
  await writeFile(journal, `${JSON.stringify(head)}\n{"opened":"${"x"}","pid":1}\n`);
  const faults = join(inside, "faults.json");
  await writeFile(faults, `[{"kind":${JSON.stringify(EVIL)}}]`);
  await using mock = await startMock({
    faults: [{ kind: "bad-address", address: "ben@example.com", answer: "207" }],
  });
  const env = { HUBSPOT_ACCESS_TOKEN: mock.token };
  const server = ["--base-url", mock.url];
  for (const args of [
    ["run", list, "--dry-run", "--json"],
    ["run", list, ...server, "--yes", "--json"],
    ["run", list, "--base-url", EVIL],
    ["run", bare, "--dry-run"],
    ["run", join(inside, "none.csv")],
    ["run", list, "--column", EVIL, "--dry-run"],
    ["run", list, "--encoding", EVIL, "--dry-run"],
    ["run", list, ...server, "--yes", "--journal", journal],
    ["verify", list, ...server, "--json"],
    ["verify", journal, ...server],
    ["retry", journal, "--yes"],
    ["report", journal],
    ["report", list],
    ["run", list, "--token-file", join(inside, EVIL), ...server],
    ["mock", "--faults", faults],
    ["mock", "--port", EVIL],
    [EVIL],
    [`--${EVIL}`],
  ]) {
    const { out, err } = await end(runIn({ env }, ...args));
    for (const line of [...out.split("\n"), ...err.split("\n")]) {
      expect(line, args.join(" ")).not.toMatch(OBEYED);
    }
  }
});
