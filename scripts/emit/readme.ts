import type { OperationModel } from "../model/operations.ts";

const RUNTIME = [
  ["send.ts", "what sends bodies that are no JSON, headers and cookies, and reads such answers"],
  ["multipart.ts", "what writes the parts of multipart bodies"],
  ["serialise.ts", "what writes parameters in the styles that the description names"],
] as const;

const INT64 = `
Integers of 64 bits (\`format: int64\`) are numbers here, as \`JSON.parse\` makes them: beyond 2^53 they lose digits. Where
that can happen, read the answer with \`parseAs: "text"\` and a parser that keeps them.
`;

/**
 * The README of the generated folder: what is in it, and where to change it. Laid out as prettier does, unless a name or
 * path contains characters with a meaning in Markdown.
 */
export async function emitReadme(
  banner: string,
  operations: readonly OperationModel[],
  names: ReadonlySet<string>,
  hasInt64: boolean,
): Promise<string> {
  const files = [
    ["openapi.json", "the description in one file"],
    ["types.ts", "its types, by openapi-typescript"],
    ["schemas.ts", "a name for each of its schemas"],
    ["operations.ts", "method, path, statuses, scopes and more of each operation, as data"],
    ["client.ts", "a typed function for each operation, over openapi-fetch"],
    ...RUNTIME.filter(([name]) => names.has(name)),
    [
      "validators.ts",
      "a typed validator for each request and response body, by media type where there are several",
    ],
    ["ajv.ts", "the code of the validators, by Ajv, without Ajv at run time"],
  ].map(([name = "", what = ""]) => [`\`${name}\``, what]);
  const operationRows = operations.map(
    ({ name, method, path }) => `- \`${name}\`: \`${method} ${path}\`\n`,
  );
  const text = `<!-- ${banner} -->

# Generated code

Every file here is written by \`npm run generate\` from the OpenAPI description. Change the description and run the
command again; what is edited here is lost, and \`npm run generate -- --check\` finds it.

${layTable([["File", "What it is"], ...files])}
${hasInt64 ? INT64 : ""}
Operations:
${operationRows.length === 0 ? "" : `\n${operationRows.join("")}`}`;
  if (PLAIN.test(banner) && operationRows.every((row) => PLAIN_ROW.test(row))) return text;
  const { formatFile } = await import("./format.ts");
  return formatFile("README.md", text);
}

/** No letter that is as wide as two, and none that ends a comment or a piece of code. */
const PLAIN = /^[ -;=?-~]*$/;
const PLAIN_ROW = /^- `[\w$]+`: `[!-_a-~]+ [!-_a-~]+`\n$/;

/** A table whose columns are as wide as their widest cell. */
function layTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  lines.splice(
    1,
    0,
    widths.map((width) => "-".repeat(width)),
  );
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
