import type { QueryParameter } from "./description.js";

export type QueryValue = string | number | boolean;

/** The query of a call, read, or the first parameter that is not right. */
export type ReadQuery =
  | { readonly ok: true; readonly values: ReadonlyMap<string, QueryValue> }
  | {
      readonly ok: false;
      readonly parameter: string;
      readonly fault: "missing" | "repeated" | "invalid";
    };

/** Reads a query by the description's parameters; others are passed over, as HubSpot does. */
export function readQuery(
  given: URLSearchParams,
  parameters: readonly QueryParameter[],
): ReadQuery {
  const values = new Map<string, QueryValue>();
  for (const parameter of parameters) {
    const { name } = parameter;
    const [text, ...more] = given.getAll(name);
    if (more.length > 0) return { ok: false, parameter: name, fault: "repeated" };
    if (text === undefined) {
      if (parameter.required) return { ok: false, parameter: name, fault: "missing" };
      continue;
    }
    const value = readValue(text, parameter.schema ?? {});
    if (value === undefined) return { ok: false, parameter: name, fault: "invalid" };
    values.set(name, value);
  }
  return { ok: true, values };
}

function readValue(
  text: string,
  schema: NonNullable<QueryParameter["schema"]>,
): QueryValue | undefined {
  if (schema.type === "boolean") {
    return text === "true" ? true : text === "false" ? false : undefined;
  }
  if (schema.type === "integer") {
    const value = Number(text);
    // Above 2^53 a number of JSON would no longer be the number that was asked for.
    const fits = /^-?\d+$/.test(text) && Number.isSafeInteger(value);
    return fits && value >= (schema.minimum ?? -Infinity) ? value : undefined;
  }
  return schema.enum === undefined || schema.enum.includes(text) ? text : undefined;
}
