import type { OperationModel } from "../model/operations.ts";

/** Tells whoever opens the folder what is in it and where to change it. */
export function emitReadme(operations: readonly OperationModel[]): string {
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
| \`validators.ts\` | a typed validator for each request and response body |
| \`ajv.ts\` | the code of the validators, by Ajv, without Ajv at run time |

Operations:

${rows.join("\n")}
`;
}
