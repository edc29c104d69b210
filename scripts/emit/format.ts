import { format } from "prettier";
import options from "../../.prettierrc.json" with { type: "json" };

/**
 * Formats a generated file. The options come from this repository and are never looked up: a `.prettierrc` or
 * `.editorconfig` above the clone changes nothing.
 */
export function formatFile(name: string, text: string): Promise<string> {
  const parser = PARSERS.find(([ending]) => name.endsWith(ending))?.[1];
  if (parser === undefined) throw new Error(`no parser for ${name}`);
  return format(text, { ...options, parser, endOfLine: "lf", embeddedLanguageFormatting: "off" });
}

const PARSERS = [
  [".json", "json"],
  [".ts", "typescript"],
  [".md", "markdown"],
] as const;
