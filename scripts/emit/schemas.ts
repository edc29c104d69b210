import { DescriptionProblem } from "../problem.ts";
import { escapeStep, isObject, isString, type JsonObject } from "../model/json.ts";
import { layAlias, textLiteral } from "./layout.ts";
import { commentText, identifier } from "../model/names.ts";

/** A named export for each component schema, so that a caller writes `Problem`, not `components["schemas"]["Problem"]`. */
export function emitSchemas(schemas: JsonObject): string {
  const names = new Map<string, string>();
  const lines = Object.entries(schemas).map(([key, schema]) => {
    const name = identifier(key);
    const rival = names.get(name);
    if (rival !== undefined) {
      throw new DescriptionProblem(
        `schemas ${JSON.stringify(rival)} and ${JSON.stringify(key)} would both be called ${name}`,
        `#/components/schemas/${escapeStep(key)}`,
      );
    }
    names.set(name, key);
    const description = isObject(schema) ? schema["description"] : undefined;
    const comment = isString(description) ? `/** ${commentText(description)} */\n` : "";
    return comment + layAlias(name, `$components["schemas"][${textLiteral(key)}]`);
  });
  if (lines.length === 0) return "export {};\n";
  return `import type { components as $components } from "./types.js";\n\n${lines.join("\n\n")}\n`;
}
