import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";

import { checkExpected, confirm, type Consent } from "../../src/cli/confirm.js";
import { StoppedError } from "../../src/cli/stopped-error.js";
import type { Io } from "../../src/cli/io.js";

function world(typed: string | null | undefined) {
  const err: string[] = [];
  const controller = new AbortController();
  const stdin = new Readable({ read() {} });
  if (typed !== undefined) stdin.push(typed);
  const isTTY = typed !== undefined;
  const io: Io = {
    stdin: Object.assign(stdin, { isTTY }),
    stdout: { isTTY: false, columns: undefined, write: async () => {} },
    stderr: { isTTY, columns: undefined, write: (text) => void err.push(text) },
    env: {},
    signal: controller.signal,
  };
  return { io, err, controller };
}

const ask: Consent = { yes: false };

describe("before sending", () => {
  test.each(["1200\n", " 1,200 \r\n", "1200\nmore\n"])(
    "typing the number, as %j, agrees",
    async (typed) => {
      const { io, err } = world(typed);
      await confirm(1200, ask, io);
      expect(err.join("")).toContain("type the number of addresses (1,200)");
    },
  );

  test.each(["y\n", "\n", "1201\n", "-1200\n", "12e2\n", null])(
    "typing %j sends nothing",
    async (typed) => {
      const { io } = world(typed);
      await expect(confirm(1200, ask, io)).rejects.toThrow("nothing was sent");
    },
  );

  test("a signal ends the question", async () => {
    const { io, controller } = world("");
    const asking = confirm(1, ask, io);
    controller.abort("SIGINT");
    await expect(asking).rejects.toThrow(StoppedError);
  });

  test("--yes asks nothing", async () => {
    const { io, err } = world(undefined);
    await confirm(1200, { ...ask, yes: true }, io);
    expect(err).toEqual([]);
  });

  test("without a terminal, or with the list on stdin, --yes is needed", async () => {
    await expect(confirm(1, ask, world(undefined).io)).rejects.toThrow("add --yes");
    const { io } = world("1\n");
    await expect(confirm(1, { ...ask, stdinIsList: true }, io)).rejects.toThrow("add --yes");
  });

  test("another number than --expect says sends nothing", () => {
    expect(() => checkExpected(1200, 1199)).toThrow(
      "--expect says 1,199, but there are 1,200 addresses to send",
    );
    checkExpected(1200, 1200);
    checkExpected(1200, undefined);
  });
});
