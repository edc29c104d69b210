import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import * as markdown from "prettier/plugins/markdown";
import { format } from "prettier/standalone";
import options from "../../.prettierrc.json" with { type: "json" };

/**
 * Formats a generated file. The options come from this repository and are never looked up: a `.prettierrc` or
 * `.editorconfig` above the clone changes nothing.
 *
 * Its parts are named one by one, and Babel reads the TypeScript: that takes a third less than the whole of prettier,
 * whose parser brings a compiler, and gives the same bytes.
 */
export function formatFile(name: string, text: string): Promise<string> {
  const parser = PARSERS.find(([ending]) => name.endsWith(ending))?.[1];
  if (parser === undefined) throw new Error(`no parser for ${name}`);
  return format(text, {
    ...options,
    parser,
    plugins: [babel, estree, markdown],
    endOfLine: "lf",
    embeddedLanguageFormatting: "off",
  });
}

const PARSERS = [
  [".ts", "babel-ts"],
  [".md", "markdown"],
] as const;
