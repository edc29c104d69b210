import { commands, programName } from "../../src/cli/commands.js";
import { flagsOf } from "../../src/cli/flag-values.js";
import { commandNames, type CommandName } from "../../src/cli/flags.js";
import { describeFlag } from "../../src/cli/help.js";

/** The page of the guides that shows every command and flag, from the tables that the help is made of. */
export function commandPage(): string {
  const list = commandNames.map(
    (name) => `- [\`${usage(name)}\`](#${name}): ${commands[name].summary}`,
  );
  return `# Every command and flag

\`${programName} COMMAND --help\`, or \`${programName} help COMMAND\`, says the same.

${list.join("\n")}

Without a command: \`--help\` (\`-h\`) and \`--version\` (\`-V\`). Data goes to stdout, all else to stderr. The
[exit codes](errors.md) are the same for all.

${commandNames.map(section).join("\n\n")}
`;
}

function usage(name: CommandName): string {
  const { argument } = commands[name];
  return argument === undefined ? name : `${name} ${argument}`;
}

function section(name: CommandName): string {
  const { about, notes = [], exitCodes, examples, after = [] } = commands[name];
  const rows = flagsOf(name).map(([typedName, flag]) => {
    const { value, short } = flag;
    const typed = `\`--${typedName}${value === undefined ? "" : ` ${value}`}\``;
    const names = short === undefined ? typed : `${typed}, \`-${short}\``;
    const text = describeFlag(flag, name).replaceAll("\u00a0", " ");
    return `| ${names} | ${text.replaceAll("|", "\\|")} |`;
  });
  return [
    `## ${name}`,
    ...about,
    `\`${programName} ${usage(name)} [FLAGS]\``,
    ["| Flag | What it does |", "| --- | --- |", ...rows].join("\n"),
    ...notes.map((note) => (typeof note === "string" ? note : fenced("text", note))),
    `Exit codes: ${exitCodes}`,
    fenced("sh", examples),
    ...(after.length === 0 ? [] : [fenced("text", after)]),
  ].join("\n\n");
}

function fenced(language: string, lines: readonly string[]): string {
  return ["```" + language, ...lines, "```"].join("\n");
}
