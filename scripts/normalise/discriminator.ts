import type { Json, JsonObject } from "../model/json.ts";

/** A discriminator is a hint for tools and changes no verdict (OpenAPI 3.1.1, section 4.8.25). */
export function dropDiscriminator(schema: JsonObject): Json {
  delete schema["discriminator"];
  return schema;
}
