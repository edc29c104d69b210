import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { Progress } from "../../scripts/output/progress.ts";
import { generateInChild } from "../helpers/pipeline-io.js";
import { scratchFolder } from "../helpers/pipeline.js";

test("a step that is only waited for is told with the time of its work", async () => {
  const said = new PassThrough();
  // The cast: of a terminal's stream only `write` is used here.
  const progress = new Progress(said as unknown as NodeJS.WriteStream);
  await progress.step("here", () => "done");
  await progress.step(
    "beside",
    () => "done",
    () => 1234,
  );
  expect(String(said.read())).toMatch(/^ {2}here +\d+ ms\n {2}beside +1234 ms\n$/);
});

test("so are the types, which a thread makes, and the self-check, which a process makes", async () => {
  const out = join(await scratchFolder(), "out");
  const { stdout } = await generateInChild({ args: ["--spec", "spec/openapi.yaml", "--out", out] });
  const msOf = (step: string) =>
    Number(new RegExp(`^ +${step} +(\\d+) ms$`, "m").exec(stdout)?.[1]);
  expect(msOf("types")).toBeGreaterThan(1);
  expect(msOf("self-check")).toBeGreaterThan(1);
});
