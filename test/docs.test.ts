import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { exitCodes } from "../src/cli/exit-codes.js";
import { outcomeNames } from "../src/job/job-outcome.js";
import { run } from "./cli/captured.js";

const guides = (await readdir("docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => join("docs", name));
const files = await Promise.all(
  ["README.md", ...guides].map(async (name) => ({ name, text: await readFile(name, "utf8") })),
);

/** The command lines that a text shows. */
function commandLines(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
  return blocks
    .join("\n")
    .split("\n")
    .flatMap((line) => /hubspot-batch-unsubscribe (\w+.*?)\s*(?:#.*)?$/.exec(line)?.[1] ?? []);
}

describe.each(files)("$name", ({ text }) => {
  test("shows commands and flags that there are", async () => {
    for (const line of commandLines(text)) {
      const [command = "", ...words] = line.split(/\s+/);
      const { code, out } = run(command, "--help");
      expect(await code, line).toBe(0);
      const help = out.join("");
      for (const word of words.filter((each) => each.startsWith("--"))) {
        expect(help, line).toMatch(new RegExp(`(?:^|\\s)${word.replace(/=.*/, "")}\\b`, "m"));
      }
    }
  });
});

test("the README is read in a few minutes: 200 lines at most, the first command within thirty, the first program within forty", () => {
  const lines = files[0]?.text.split("\n") ?? [];
  expect(lines.length).toBeLessThanOrEqual(200);
  const first = (fence: string): number => {
    const at = lines.indexOf(fence);
    return at === -1 ? Infinity : at + 1;
  };
  expect(first("```sh")).toBeLessThanOrEqual(30);
  expect(first("```ts")).toBeLessThanOrEqual(40);
});

test("the README shows commands at all", () => {
  expect(commandLines(files[0]?.text ?? "").length).toBeGreaterThan(4);
});

test("every outcome and every exit code has its place in the guides", () => {
  const text = files.map((file) => file.text).join("\n");
  for (const name of outcomeNames) expect(text).toContain(name);
  const errors = files.find(({ name }) => name.endsWith("errors.md"))?.text ?? "";
  for (const code of Object.values(exitCodes)) {
    if (code !== exitCodes.ok) expect(errors).toContain(`\`${code}\``);
  }
});

describe("what is said of HubSpot is what holds", async () => {
  const spec = await readFile("spec/openapi.yaml", "utf8");
  const all = [...files, { name: "spec/openapi.yaml", text: spec }];

  test.each(all)(
    "in $name: an opt-out is of marketing e-mail, and nothing says how it ends",
    ({ text }) => {
      expect(text).not.toMatch(/until (?:its|the) owner|opts? in again itself/i);
      // Apart from the name of a column of HubSpot's.
      expect(text.replaceAll("Unsubscribed from all email", "")).not.toMatch(/\ball e-?mails?\b/i);
      // No new one can be made.
      expect(text).not.toMatch(/(?:create|make|need) a private app/i);
    },
  );

  test("in README: whose it is not, that no call undoes it, and what is no marketing e-mail", () => {
    const text = (files[0]?.text ?? "").replace(/\s+/g, " ");
    expect(text).toMatch(/neither made nor endorsed by HubSpot/i);
    expect(text).toContain("No single call undoes an opt-out");
    expect(text).toMatch(/about marketing e-mail: .*transactional/);
    expect(text).toContain("--route single");
  });

  test("in the quick start: where a new token comes from", () => {
    const text = files.find(({ name }) => name.endsWith("quick-start.md"))?.text ?? "";
    expect(text.replace(/\s+/g, " ")).toContain("Settings > Integrations > Service Keys");
  });

  test("in the privacy page and the help: the address stands in a URL by one route", () => {
    const text = files.find(({ name }) => name.endsWith("privacy.md"))?.text ?? "";
    expect(text.replace(/\s+/g, " ")).toMatch(/route of a single address.*each does.* logs/);
    for (const name of ["run", "retry", "verify"]) {
      expect(files.find((file) => file.name.endsWith("command.md"))?.text, name).toMatch(
        /`--route ROUTE`.*each stands in a URL/,
      );
    }
  });
});
