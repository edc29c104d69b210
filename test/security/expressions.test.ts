import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { analyse } from "scslre";
import ts from "typescript";
import { expect, test } from "vitest";

test.each(["src", "scripts", "generated"])(
  "no expression in %s takes more than a straight line's time",
  async (folder) => {
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /\.(?:ts|mjs)$/.test(name),
    );
    const slow: string[] = [];
    let seen = 0;
    for (const name of names) {
      const path = join(folder, name);
      for (const expression of expressionsIn(path, await readFile(path, "utf8"))) {
        seen += 1;
        const { source, flags } = expression;
        if (analyse({ source, flags }).reports.length > 0) slow.push(`${path}: /${source}/`);
      }
    }
    expect(slow).toEqual([]);
    expect(seen).toBeGreaterThan(folder === "generated" ? 0 : 50);
  },
);

/** Those that stand there as they are, and the texts that `new RegExp` is given. */
function expressionsIn(path: string, text: string): { source: string; flags: string }[] {
  const found: { source: string; flags: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const [, source = "", flags = ""] = /^\/(.*)\/(\w*)$/s.exec(node.text) ?? [];
      found.push({ source, flags });
    }
    if (ts.isNewExpression(node) && node.expression.getText() === "RegExp") {
      const [source, flags] = node.arguments ?? [];
      if (source !== undefined && ts.isStringLiteralLike(source)) {
        const mode = flags !== undefined && ts.isStringLiteralLike(flags) ? flags.text : "";
        found.push({ source: source.text, flags: mode });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return found;
}
