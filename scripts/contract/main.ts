import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { InputProblem } from "../problem.ts";
import type { Target } from "./api.ts";
import { askAfter, askFirst, type Finding } from "./questions.ts";
import { runContract } from "./respect.ts";

const USAGE = `Usage: npm run contract -- --server URL --address A [--yes]

Holds spec/contract.arazzo.yaml against a live server, then asks it what the documentation leaves open. The token
comes from HUBSPOT_ACCESS_TOKEN. The address is opted out of all e-mail, for good: take one of your own.

  --server URL   https://api.hubapi.com, or a mock
  --yes          do not ask

Exit codes: 0 every check passed, 1 one failed, 2 it was not begun.`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      server: { type: "string" },
      address: { type: "string" },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const { address = "" } = values;
  if (!/^[^@\s]+@[^@\s]+$/.test(address))
    throw new InputProblem(`--address is missing, or is none\n\n${USAGE}`);
  const target = targetOf(values.server);
  process.stdout.write(
    `This makes about a dozen calls to ${target.server}, and opts the address out of all e-mail there, for good.\n`,
  );
  if (!values.yes) await confirm();
  const findings = await askFirst(target, address);
  const passed = await runContract(target, address);
  if (passed) findings.push(...(await askAfter(target, address)));
  process.stdout.write(describe(findings));
  return passed ? 0 : 1;
}

function targetOf(given = ""): Target {
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

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const expected = error instanceof InputProblem || (error instanceof TypeError && "code" in error);
  process.stderr.write(
    `contract: ${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 2;
}
