import ts from "typescript";
import type { Verdict } from "./change.ts";

export type Told = readonly [verdict: Verdict, what: string];

/** One line of the file that is given to the compiler. */
export interface Check {
  readonly door: number;
  readonly name: string;
  readonly of: "value" | "type" | "type, the other way";
}

/** What the errors of the compiler mean: the same reason is told once, with the names of all that it concerns. */
export function verdicts(
  door: number,
  checks: readonly Check[],
  errors: ReadonlyMap<number, string>,
): Told[] {
  const found = new Map<string, { readonly verdict: Verdict; readonly names: string[] }>();
  const add = (verdict: Verdict, name: string, reason = ""): void => {
    const key = `${verdict} ${reason}`;
    const entry = found.get(key) ?? { verdict, names: [] };
    if (!entry.names.includes(name)) entry.names.push(name);
    found.set(key, entry);
  };
  for (const name of new Set(
    checks.filter((each) => each.door === door).map((each) => each.name),
  )) {
    const failed = new Map<Check["of"], string>();
    for (const [index, check] of checks.entries()) {
      const reason = errors.get(index);
      if (check.door === door && check.name === name && reason !== undefined) {
        failed.set(check.of, reason);
      }
    }
    const [there, back] = [failed.get("type"), failed.get("type, the other way")];
    if (failed.has("value")) add("compiles-not", name, failed.get("value"));
    else if (there !== undefined && back !== undefined) add("compiles-not", name, there);
    // Which way a type is used, the functions that use it tell.
    else if (there !== undefined || back !== undefined) add("adds", name, there ?? back);
  }
  return [...found].map(([key, { verdict, names }]): Told => {
    const reason = key.slice(verdict.length + 1);
    const shown = names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names;
    return [verdict, `${shown.join(", ")} changed: ${reason}`];
  });
}

/** The innermost line of what the compiler says, which is the cause, without the folders in which it compared. */
export function reasonOf({ messageText }: ts.Diagnostic): string {
  const lines = ts.flattenDiagnosticMessageText(messageText, "\n").split("\n");
  const last = (lines.at(-1)?.trim() ?? "").replaceAll(/\bimport\("[^"]*"\)\./g, "");
  return last.length > 200 ? `${last.slice(0, 200)}…` : last;
}

/** Each thing once, and all that is new in one; that a type has changed goes without saying where its new members are named. */
export function distinct(told: readonly Told[]): Told[] {
  const isNew = /^(\S+) is new$/;
  const news = told.flatMap(([, what]) => isNew.exec(what)?.[1] ?? []);
  const saysNoMore = ([verdict, what]: Told): boolean => {
    const [names = ""] = what.split(" changed: ", 1);
    return (
      verdict === "adds" &&
      names.split(", ").every((name) => news.some((path) => path.startsWith(`${name}.`)))
    );
  };
  const others = told.filter((one) => !isNew.test(one[1]) && !saysNoMore(one));
  const each = [...new Map(others.map((one) => [one.join(" "), one])).values()];
  return news.length === 0 ? each : [...each, ["adds", `new: ${[...new Set(news)].join(", ")}`]];
}
