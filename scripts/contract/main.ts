import { createInterface } from "node:readline/promises";
import { join } from "node:path";
import { InputProblem } from "../problem.ts";
import { ROOT } from "../root.ts";
import { readArguments, runScript } from "../script.ts";
import type { Target } from "./api.ts";
import { describedIn } from "./described.ts";
import { askAfter, askFirst, type Finding } from "./questions.ts";
import { runContract } from "./respect.ts";

const USAGE = `Usage: npm run contract -- --server URL --address A [--yes]

Holds spec/contract.arazzo.yaml against a live server, then asks it what the documentation leaves open. The token
comes from HUBSPOT_ACCESS_TOKEN. The address is opted out of all marketing e-mail, which no single call undoes: take one
of your own.

  --server URL   https://api.hubapi.com, or a mock
  --address A    the address that is opted out
  --api-version  the version of the API, as x-versions in spec/openapi.yaml lists them (the first)
  --yes          do not ask
  --help         this text

Exit codes: 0 every check passed, 1 one failed, 2 it was not begun.`;

const OPTIONS = {
  server: { type: "string" },
  address: { type: "string" },
  "api-version": { type: "string" },
  yes: { type: "boolean", default: false },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = readArguments("contract", OPTIONS);
  if (positionals.length > 0) {
    throw new InputProblem(`${JSON.stringify(positionals[0])} belongs to no flag\n\n${USAGE}`);
  }
  const { address = "" } = values;
  if (!/^[^@\s]+@[^@\s]+$/.test(address))
    throw new InputProblem(`--address is missing, or is none\n\n${USAGE}`);
  const description = await describedIn(values["api-version"], join(ROOT, "spec/openapi.yaml"));
  const target = { ...targetOf(values.server), description };
  process.stdout.write(
    `This makes about twenty calls to ${target.server}, and opts the address out of all marketing e-mail there, which no single call undoes.\n`,
  );
  if (!values.yes) await confirm();
  const findings = await askFirst(target, address);
  const passed = await runContract(target, address);
  if (passed) findings.push(...(await askAfter(target, address)));
  process.stdout.write(describe(findings));
  return passed ? 0 : 1;
}

function targetOf(given = ""): Omit<Target, "description"> {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(url?.hostname ?? "");
  if (
    url === undefined ||
    (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback))
  ) {
    throw new InputProblem("--server must be an https: URL; http: on loopback only");
  }
  const token = process.env["HUBSPOT_ACCESS_TOKEN"]?.trim() ?? "";
  if (token === "") throw new InputProblem("HUBSPOT_ACCESS_TOKEN holds no token");
  return { server: url.origin, token };
}

async function confirm(): Promise<void> {
  if (!process.stdin.isTTY)
    throw new InputProblem("nothing was sent: with no terminal to ask at, add --yes");
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question("Type yes to go on: ");
  lines.close();
  if (answer.trim() !== "yes") throw new InputProblem("nothing was sent");
}

function describe(findings: readonly Finding[]): string {
  const lines = findings.map(({ question, answer }) => `  ${question}\n    ${answer}`);
  return `\nWhat the documentation leaves open:\n${lines.join("\n")}\n`;
}

await runScript({ usage: USAGE, failure: "contract" }, main);
