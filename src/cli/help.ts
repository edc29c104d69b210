import { commands, programName, programNotes } from "./commands.js";
import { flagsOf } from "./flag-values.js";
import { commandNames, type CommandName, type Flag } from "./flags.js";

/** Keeps two words on one line; printed as a blank. */
const noBreak = "\u00a0";

/** Characters in a line. */
const width = 100;

/** The help of the program. */
export function programHelp(): string {
  const rows: (readonly [string, string])[] = commandNames.map((name) => {
    const { argument, summary } = commands[name];
    return [argument === undefined ? name : `${name} ${argument}`, summary];
  });
  return `${programName}: opt lists of addresses out of all HubSpot marketing e-mail.

Usage: ${programName} COMMAND [ARGUMENT] [FLAGS]

Commands:
${table([...rows, ["help COMMAND", "the flags of a command"]])}

Flags:
${flagTable("program")}

${programNotes}`;
}

/** The help of a command. */
export function commandHelp(name: CommandName): string {
  const { argument, about, notes = [], exitCodes, examples, after = [] } = commands[name];
  const usage = [programName, name, ...(argument === undefined ? [] : [argument]), "[FLAGS]"];
  const parts = [
    ...about.map((text) => wrap(text).join("\n")),
    `Usage: ${usage.join(" ")}`,
    `Flags:\n${flagTable(name)}`,
    ...notes.map((note) => (typeof note === "string" ? wrap(note) : note).join("\n")),
    wrap(`Exit codes: ${exitCodes}`).join("\n"),
    [
      examples.length === 1 ? "Example:" : "Examples:",
      ...examples.map((line) => `  ${line}`),
      ...after,
    ].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** What a flag does in a command, with its default. */
export function describeFlag(flag: Flag, command: CommandName | "program"): string {
  const { text, default: standard } = flag;
  const words = typeof text === "string" ? text : (text[command] ?? "");
  return standard === undefined ? words : `${words} (default:${noBreak}${standard})`;
}

function flagTable(command: CommandName | "program"): string {
  const rows = flagsOf(command).map(([name, flag]) => {
    const { value, short } = flag;
    const typed = `--${name}${value === undefined ? "" : ` ${value}`}`;
    const names = short === undefined ? typed : `${typed}, -${short}`;
    return [names, describeFlag(flag, command)] as const;
  });
  return table(rows);
}

/** Two columns, the second one wrapped; a name that is too long for the first has a line of its own. */
function table(rows: readonly (readonly [name: string, text: string])[]): string {
  const column = 23;
  const lines = rows.flatMap(([name, text]) => {
    const [first = "", ...more] = wrap(text, width - column - 2);
    const indent = " ".repeat(column + 2);
    const rest = more.map((line) => `${indent}${line}`);
    return name.length < column
      ? [`  ${name.padEnd(column)}${first}`, ...rest]
      : [`  ${name}`, `${indent}${first}`, ...rest];
  });
  return lines.join("\n");
}

function wrap(text: string, longest = width): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > longest) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => each.replaceAll(noBreak, " "));
}
