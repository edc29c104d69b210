import type { JobBinding } from "../../index.js";
import { readBaseUrl } from "../../node.js";
import { typedCommand, withoutFlags } from "../typed-command.js";
import { defaultServer } from "./server-flags.js";

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
  const kept = withoutFlags(args, "--base-url", "--business-unit");
  const brand = businessUnitId === undefined ? [] : ["--business-unit", String(businessUnitId)];
  const named = server === defaultServer ? [] : ["--base-url", server];
  // Where HubSpot would not tell the account, it has to be stated each time.
  const isStated =
    account?.verified === false && !kept.some((arg) => /^--account(?:=|$)/.test(arg));
  const stated = isStated ? ["--account", String(account.id)] : [];
  return typedCommand([name, ...kept, ...named, ...stated, ...brand]);
}
