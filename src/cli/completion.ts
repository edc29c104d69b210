import { commands, programName } from "./commands.js";
import { flagsOf } from "./flag-values.js";
import { commandNames, type CommandName, type Flag } from "./flags.js";
import { describeFlag } from "./help.js";
import { didYouMean } from "./nearest.js";
import { UsageError } from "./usage-error.js";

const shells = { bash, zsh, fish };

/**
 * The script with which a shell completes the command line, made from the table of flags.
 *
 * @throws {UsageError} if the shell is none of the three
 */
export function completionScript(shell: string): string {
  const make = Object.entries(shells).find(([name]) => name === shell)?.[1];
  if (make !== undefined) return make();
  const near = didYouMean(shell, Object.keys(shells));
  throw new UsageError(`SHELL is one of ${Object.keys(shells).join(", ")}${near}`);
}

type Words = CommandName | "help";

/** What may stand behind the program's name, and what it does. */
const firstWords: readonly (readonly [word: Words, text: string])[] = [
  ...commandNames.map((name) => [name, commands[name].summary] as const),
  ["help", "the flags of a command"],
];

/** What may stand as the argument of a command: one of a few words, a file, or nothing. */
function argumentOf(name: Words): readonly string[] | "file" | undefined {
  if (name === "help") return commandNames;
  const { argument, words } = commands[name];
  return words ?? (argument === undefined ? undefined : "file");
}

function isFile({ value }: Flag): boolean {
  return value === "FILE" || value === "FOLDER";
}

/** A flag as it is typed. */
function typed([name, { short }]: readonly [string, Flag]): readonly string[] {
  return [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
}

/** What a flag does, as far as a line of a menu holds it. */
function brief(flag: Flag, command: CommandName | "program"): string {
  return describeFlag(flag, command).replace(/(?:[;:]| \(default).*/s, "");
}

const functionName = `_${programName.replaceAll("-", "_")}`;

// Nothing here is newer than bash 3.2, which is that of macOS. With an empty reply readline completes the
// names of files, which it knows how to quote; where no file is meant, it is told not to.
function bash(): string {
  const first = [...firstWords.map(([word]) => word), ...flagsOf("program").flatMap(typed)];
  const offer = (pattern: string, words: readonly string[] = []): string =>
    `    ${pattern}) words='${words.join(" ")}' files= ;;`;
  const ofCommand = (command: Words): readonly string[] => {
    const argument = argumentOf(command);
    const table = command === "help" ? [] : flagsOf(command);
    const taking = (wanted: (flag: Flag) => boolean): string =>
      table
        .filter(([, flag]) => flag.value !== undefined && wanted(flag))
        .map(([name]) => `*:${command}:--${name}:*`)
        .join("|");
    const [files, free] = [taking(isFile), taking((flag) => !isFile(flag) && !flag.values)];
    return [
      ...(files === "" ? [] : [`    ${files}) ;;`]),
      ...table.flatMap(([name, { values }]) =>
        values === undefined ? [] : [offer(`*:${command}:--${name}:*`, values)],
      ),
      ...(free === "" ? [] : [offer(free)]),
      offer(`*:${command}:*:-*`, table.flatMap(typed)),
      ...(argument === "file" ? [] : [offer(`*:${command}:*`, argument)]),
    ];
  };
  return `# Completion of ${programName} for bash.
${functionName}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" words= files=1
  # Of "--flag=value", bash makes three words.
  if [ "$cur" = "=" ]; then
    cur=
  elif [ "$prev" = "=" ]; then
    prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  case "$COMP_CWORD:\${COMP_WORDS[1]}:$prev:$cur" in
${[offer("1:*", first), ...firstWords.flatMap(([name]) => ofCommand(name))].join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [ -n "$files" ] || compopt +o default 2>/dev/null || true
}
complete -o default -F ${functionName} ${programName}
`;
}

function zsh(): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const plain = (text: string): string => text.replace(/[[\]:\\]/g, "\\$&");
  const action = (what: readonly string[] | "file" | undefined): string =>
    what === "file" ? "_files" : what === undefined ? " " : `(${what.join(" ")})`;
  const spec = (
    command: CommandName | "program",
    [name, flag]: readonly [string, Flag],
  ): string => {
    const { short, value, values, repeatable } = flag;
    const text = `[${plain(brief(flag, command))}]`;
    const asks = isFile(flag) ? "file" : values;
    const end = value === undefined ? text : `=${text}:${value}:${action(asks)}`;
    if (short !== undefined) return `'(-${short} --${name})'{-${short},--${name}}${quoted(text)}`;
    return quoted(`${repeatable === true ? "*" : ""}--${name}${end}`);
  };
  const argument = (name: Words): readonly string[] => {
    const what = argumentOf(name);
    const label = name === "help" ? "COMMAND" : (commands[name].argument ?? "");
    return what === undefined ? [] : [quoted(`1:${label}:${action(what)}`)];
  };
  const specs = (name: Words): readonly string[] =>
    name === "help" ? [] : flagsOf(name).map((each) => spec(name, each));
  const cases = firstWords.map(([name]) => {
    const lines = ["_arguments -s -S", ...specs(name), ...argument(name)];
    return `    ${name})\n      ${lines.join(" \\\n        ")}\n      ;;`;
  });
  return `#compdef ${programName}
# Completion of ${programName} for zsh.
${functionName}() {
  if (( CURRENT == 2 )); then
    local -a commands=(
${firstWords.map(([word, text]) => `      ${quoted(`${word}:${text}`)}`).join("\n")}
    )
    _describe -t commands command commands
    _arguments ${flagsOf("program")
      .map((each) => spec("program", each))
      .join(" ")}
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
if [ "$funcstack[1]" = "${functionName}" ]; then
  ${functionName} "$@"
else
  compdef ${functionName} ${programName}
fi
`;
}

function fish(): string {
  const quoted = (text: string): string => `'${text.replace(/['\\]/g, "\\$&")}'`;
  const complete = (...words: string[]): string =>
    ["complete", "-c", programName, ...words].join(" ");
  const flagWords = (
    [name, flag]: readonly [string, Flag],
    command: CommandName | "program",
  ): readonly string[] => {
    const { short, value, values = [] } = flag;
    return [
      ...(short === undefined ? [] : ["-s", short]),
      ...["-l", name],
      ...(value === undefined ? [] : isFile(flag) ? ["-r", "-F"] : ["-x"]),
      ...(values.length === 0 ? [] : ["-a", quoted(values.join(" "))]),
      ...["-d", quoted(brief(flag, command))],
    ];
  };
  const lines = firstWords.flatMap(([name]) => {
    const when = ["-n", quoted(`__fish_seen_subcommand_from ${name}`)];
    const argument = argumentOf(name);
    const table = name === "help" ? [] : flagsOf(name).map((flag) => flagWords(flag, name));
    return [
      ...table.map((words) => complete(...when, ...words)),
      ...(argument === "file" ? [complete(...when, "-F")] : []),
      ...(Array.isArray(argument) ? [complete(...when, "-a", quoted(argument.join(" ")))] : []),
    ];
  });
  const first = ["-n", "__fish_use_subcommand"];
  return [
    `# Completion of ${programName} for fish.`,
    complete("-f"),
    ...firstWords.map(([word, text]) => complete(...first, "-a", word, "-d", quoted(text))),
    ...flagsOf("program").map((flag) => complete(...first, ...flagWords(flag, "program"))),
    ...lines,
    "",
  ].join("\n");
}
