import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";

import { dataOutput, noteOutput, OutputError } from "../../src/cli/output.js";

function streamThat(fails?: string) {
  const taken: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      done(fails === undefined ? null : Object.assign(new Error("no"), { code: fails }));
    },
  });
  return { stream, taken };
}

describe("stdout", () => {
  test("waits until a text has been taken", async () => {
    const waiting: (() => void)[] = [];
    const stream = new Writable({ write: (_chunk, _encoding, done) => void waiting.push(done) });
    const states: string[] = [];
    const writing = dataOutput(stream)
      .write("a")
      .then(() => states.push("written"));
    await new Promise(setImmediate);
    states.push("taken");
    waiting[0]?.();
    await writing;
    expect(states).toEqual(["taken", "written"]);
  });

  test.each(["EPIPE", "EOF"])(
    "a reader that has left (%s) is no error, then or later",
    async (code) => {
      const { stream, taken } = streamThat(code);
      const output = dataOutput(stream);
      await output.write("a");
      await output.write("b");
      expect(taken).toEqual(["a"]);
    },
  );

  test("a full disk is an error with a reason, at once and from then on", async () => {
    const { stream, taken } = streamThat("ENOSPC");
    const output = dataOutput(stream);
    const failures = await Promise.allSettled([output.write("a")]);
    failures.push(...(await Promise.allSettled([output.write("b")])));
    for (const failure of failures) {
      expect(failure).toMatchObject({
        reason: expect.any(OutputError) as unknown,
        status: "rejected",
      });
    }
    await expect(output.write("c")).rejects.toThrow("stdout cannot be written: the disk is full");
    expect(taken).toEqual(["a"]);
  });
});

test("notes that cannot be written are dropped", async () => {
  const { stream, taken } = streamThat("ENOSPC");
  const output = noteOutput(stream);
  output.write("a");
  await new Promise(setImmediate);
  output.write("b");
  expect(taken).toEqual(["a"]);
});
