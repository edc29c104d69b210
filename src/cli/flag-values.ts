import { flags, program, type CommandName, type Flag } from "./flags.js";

type Flags = typeof flags;
export type FlagName = keyof Flags;

type ValueOf<F> = F extends { value: string }
  ? F extends { repeatable: true }
    ? string[]
    : string
  : boolean;

/** What a command line can say with all flags; a function that reads some of them takes any command's. */
export type AnyFlagValues = { readonly [N in FlagName]?: ValueOf<Flags[N]> | undefined };

/** What a command line says with the flags of a command. */
export type FlagValues<C extends CommandName> = Pick<
  AnyFlagValues,
  { [N in FlagName]: C extends Flags[N]["commands"][number] ? N : never }[FlagName]
>;

/** The flags of a command, or those that need none, in the order of the help. */
export function flagsOf(
  command: CommandName | typeof program,
): readonly (readonly [name: FlagName, flag: Flag])[] {
  const all = Object.entries(flags) as [FlagName, Flag][]; // the keys are those of the table
  return all.filter(([, flag]) => flag.commands.includes(command));
}
