import type { OperationModel } from "../model/operations.ts";

const RUNTIME = [
  ["send.ts", "what sends bodies that are no JSON, headers and cookies, and reads such answers"],
  ["serialise.ts", "what writes parameters in the styles that the description names"],
] as const;

const INT64 = `
Integers of 64 bits (\`format: int64\`) are numbers here, as \`JSON.parse\` makes them: beyond 2^53 they lose digits. Where
that can happen, read the answer with \`parseAs: "text"\` and a parser that keeps them.
`;

/** Tells whoever opens the folder what is in it and where to change it. */
export function emitReadme(
  operations: readonly OperationModel[],
  names: ReadonlySet<string>,
  hasInt64: boolean,
): string {
  const runtime = RUNTIME.filter(([name]) => names.has(name)).map(
    ([name, what]) => `| \`${name}\` | ${what} |\n`,
  );
  const rows = operations.map(({ name, method, path }) => `- \`${name}\`: \`${method} ${path}\``);
  return `# Generated code

Every file here is written by \`npm run generate\` from the OpenAPI description. Change the description and run the
command again; what is edited here is lost, and \`npm run generate -- --check\` finds it.

| File | What it is |
| --- | --- |
| \`openapi.json\` | the description in one file |
| \`types.ts\` | its types, by openapi-typescript |
| \`schemas.ts\` | a name for each of its schemas |
| \`operations.ts\` | method, path, statuses, scopes and more of each operation, as data |
| \`client.ts\` | a typed function for each operation, over openapi-fetch |
${runtime.join("")}| \`validators.ts\` | a typed validator for each request and response body, by media type where there are several |
| \`ajv.ts\` | the code of the validators, by Ajv, without Ajv at run time |
${hasInt64 ? INT64 : ""}
Operations:

${rows.join("\n")}
`;
}
