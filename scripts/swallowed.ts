import type { ParseArgsConfig } from "node:util";

/** Flags of a script, as `parseArgs` of Node takes them. */
export type Flags = NonNullable<ParseArgsConfig["options"]>;

/** A command line that cannot be read; the tool itself is in order. */
export class UsageProblem extends Error {
  override readonly name = "UsageProblem";
}

/** npm's own settings, which are not taken for flags that were meant for a script. */
const NPM_OWN = ["help", "yes"];

/**
 * The flags that `npm run NAME --flag` has kept to itself: without a `--` before them, npm takes flags for settings of its
 * own and hands nothing on but a variable.
 */
export function swallowed(
  script: string,
  flags: Flags,
  env: NodeJS.ProcessEnv = process.env,
): Map<string, string> {
  const found = new Map<string, string>();
  if (env["npm_lifecycle_event"] !== script) return found;
  for (const name of Object.keys(flags).filter((each) => !NPM_OWN.includes(each))) {
    const value = env[`npm_config_${name.replaceAll("-", "_")}`];
    if (value !== undefined && value !== "") found.set(name, value);
  }
  return found;
}

/**
 * Refuses a command whose flags npm has kept, with the one that hands them on.
 *
 * @throws {UsageProblem} if there are any
 */
export function refuseSwallowed(
  script: string,
  flags: Flags,
  kept: ReadonlyMap<string, string>,
  args: readonly string[],
): void {
  if (kept.size === 0) return;
  // npm takes the flag of `--spec FILE` for its own, and passes FILE on alone.
  const valueless = [...kept].filter(
    ([name, value]) => value === "true" && takesValue(flags, name),
  );
  const given = args.filter((word) => !word.startsWith("-"));
  const own = valueless.length === 1 && given.length === 1 ? given[0] : undefined;
  const rest = valueless.length > 0 ? args.filter((word) => word.startsWith("-")) : args;
  const words = [...kept].flatMap(([name, value]) => {
    if (!takesValue(flags, name)) return [`--${name}`];
    return [`--${name}`, value !== "true" ? quote(value) : own === undefined ? "…" : quote(own)];
  });
  const names = [...kept.keys()].map((name) => `--${name}`).join(", ");
  const command = ["npm run", script, "--", ...words, ...rest.map(quote)].join(" ");
  throw new UsageProblem(
    `npm has kept ${names} to itself, since flags for a script stand behind \`--\`. Type: ${command}`,
  );
}

function takesValue(flags: Flags, name: string): boolean {
  return flags[name]?.type === "string";
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
