import { escapeStep, isString, members, type JsonObject } from "../model/json.ts";
import { annotations, assertions, dynamic, isDemand } from "../model/keywords.ts";
import { near } from "../model/near.ts";
import { mapSchemas } from "../model/walk.ts";
import { DescriptionProblem } from "../problem.ts";

/**
 * Refuses an unknown keyword, so that a typo such as `minLenght` fails the build instead of being ignored. Extensions
 * (`x-…`, OpenAPI 3.1.1 section 4.9) are free.
 */
export function requireKnownKeywords(document: JsonObject): void {
  mapSchemas(document, (schema, pointer) => {
    for (const key of Object.keys(schema)) {
      if (assertions.has(key) || !isDemand(key)) continue;
      throw new DescriptionProblem(explain(key), `${pointer}/${escapeStep(key)}`);
    }
    const pattern = schema["pattern"];
    if (isString(pattern)) requireExpression(pattern, `${pointer}/pattern`);
    for (const [expression] of members(schema["patternProperties"])) {
      requireExpression(expression, `${pointer}/patternProperties/${escapeStep(expression)}`);
    }
    return schema;
  });
}

function explain(key: string): string {
  if (dynamic.has(key)) {
    return `\`${key}\` cannot be turned into types: refer to components/schemas with a plain $ref`;
  }
  return `\`${key}\` is no keyword of JSON Schema 2020-12 or OpenAPI: mend the typo, or call it \`x-${key}\`${near(key, [...assertions, ...annotations])}`;
}

/** ECMA-262, as JSON Schema 2020-12 core asks in section 6.4; the flag `u` is not asked for. */
function requireExpression(pattern: string, pointer: string): void {
  try {
    new RegExp(pattern);
  } catch {
    throw new DescriptionProblem(`${JSON.stringify(pattern)} is no regular expression`, pointer);
  }
}
