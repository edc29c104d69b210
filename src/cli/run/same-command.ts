import type { JobBinding } from "../../index.js";
import { readBaseUrl } from "../../node.js";
import { defaultServer } from "./server-flags.js";

const chosen = /^--(?:base-url|business-unit)(?:=|$)/;

/**
 * The command that was typed, with the server and the brand of a journal named; nothing where its server
 * is none that can be called. A file may come from anybody, so it never chooses them by itself.
 */
export function sameCommand(
  name: string,
  args: readonly string[],
  { server, businessUnitId, account }: JobBinding,
): string | undefined {
  try {
    readBaseUrl(server);
  } catch {
    return undefined;
  }
  const kept = args.filter((arg, index) => {
    const before = args[index - 1] ?? "";
    return !chosen.test(arg) && (!chosen.test(before) || before.includes("="));
  });
  const brand = businessUnitId === undefined ? [] : ["--business-unit", String(businessUnitId)];
  const named = server === defaultServer ? [] : ["--base-url", server];
  // Where HubSpot would not tell the account, it has to be stated each time.
  const isStated =
    account?.verified === false && !kept.some((arg) => /^--account(?:=|$)/.test(arg));
  const stated = isStated ? ["--account", String(account.id)] : [];
  const words = [name, ...kept, ...named, ...stated, ...brand];
  return ["hubspot-batch-unsubscribe", ...words.map(quote)].join(" ");
}

/** What was typed, less a flag that takes a value. */
export function withoutFlag(name: string, args: readonly string[]): readonly string[] {
  const flag = `--${name}`;
  return args.filter(
    (arg, index) => arg !== flag && args[index - 1] !== flag && !arg.startsWith(`${flag}=`),
  );
}

/** A word as a POSIX shell reads it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
