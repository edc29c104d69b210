import type { Json, JsonObject } from "../model/json.ts";

/** Keywords that say nothing without another (JSON Schema 2020-12 core, sections 10.2.2 and 10.3.1.3). Ajv refuses them. */
export function dropIdle(schema: JsonObject): Json {
  if (!("if" in schema)) for (const keyword of ["then", "else"]) delete schema[keyword];
  else if (!("then" in schema || "else" in schema)) delete schema["if"];
  if (schema["minContains"] === 0 && !("maxContains" in schema)) delete schema["contains"];
  if (!("contains" in schema)) {
    for (const keyword of ["minContains", "maxContains"]) delete schema[keyword];
  }
  return schema;
}
