// Rules that the Redocly linter lacks. Plain JavaScript, so that the Redocly CLI and editors can load it too.
// No rule knows an operation or a schema by name: each holds for any OpenAPI 3 description.

import { closedValues, isOpenEnum, misfit, walkSchemas } from "./lint-schemas.mjs";

/** @import { Oas3Rule, UserContext } from "@redocly/openapi-core" */

/** @type {Oas3Rule} */
function openResponses() {
  /** @type {Set<string>} */
  const seen = new Set();
  /**
   * @param {{ schema?: unknown }} holder a media type or a header
   * @param {UserContext} ctx
   */
  const check = (holder, { location, resolve, report }) =>
    walkSchemas(holder.schema, location.child("schema"), resolve, seen, (place) => {
      // A `const` is an enum of one.
      for (const keyword of /** @type {const} */ (["enum", "const"]))
        if (keyword in place.schema && !isOpenEnum(place, keyword)) {
          const { values, isAlmostOpen } = closedValues(place, keyword);
          const [index, value] = values[0] ?? [0, undefined];
          if (isAlmostOpen && keyword === "enum") {
            report({
              message: `\`${JSON.stringify(value)}\` is of another type than the values beside it, which no alternative takes: quote it where it is meant as text, else add that type as an alternative.`,
              location: place.location.child(["enum", index]),
            });
            continue;
          }
          report({
            message: `A response \`${keyword}\` must be open, since the server may add a value: write \`anyOf: [{enum: […]}, {type: string}]\`.`,
            location: place.location.child(keyword).key(),
          });
        }
      for (const keyword of ["additionalProperties", "unevaluatedProperties"])
        if (place.schema[keyword] === false)
          report({
            message: `A response object must be open, since the server may add a field: remove \`${keyword}: false\`.`,
            location: place.location.child(keyword).key(),
          });
    });
  return { Response: { Header: check, MediaType: check } };
}

/** @type {Oas3Rule} */
function closedRequests() {
  /** @type {Set<string>} */
  const seen = new Set();
  /**
   * @param {{ schema?: unknown }} holder a parameter or a media type
   * @param {UserContext} ctx
   */
  const check = (holder, { location, resolve, report }) =>
    walkSchemas(holder.schema, location.child("schema"), resolve, seen, (place) => {
      if ("enum" in place.schema && isOpenEnum(place, "enum"))
        report({
          message:
            "A request enum must be closed, so that a wrong value is caught before it is sent: use the `enum` alone.",
          location: place.location.child("enum").key(),
        });
    });
  return { Parameter: check, RequestBody: { MediaType: check } };
}

/** @type {Oas3Rule} */
function defaultFits() {
  return {
    Schema(schema, { location, report }) {
      const node = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (schema));
      const problem = "default" in node ? misfit(node) : undefined;
      if (problem !== undefined)
        report({
          message: `The \`default\` ${JSON.stringify(node["default"])} does not fit its own schema: ${problem}.`,
          location: location.child("default"),
        });
    },
  };
}

/** @type {Oas3Rule} */
function propertyDescription() {
  return {
    SchemaProperties: {
      // Redocly hands over the target of a `$ref`; a text beside the `$ref` counts as well.
      Schema(schema, { rawNode, rawLocation, report }) {
        const texts = [rawNode?.description, schema?.description];
        if (texts.some((text) => typeof text === "string" && text.trim() !== "")) return;
        report({
          message:
            "A property must say what it holds: give it a `description`, here or on the schema it refers to.",
          location: rawLocation.key(),
        });
      },
    },
  };
}

/** @type {Oas3Rule} */
function noRemoteRef() {
  // A scheme has two letters at least here, so that a Windows drive is none.
  const remote = /^([a-z][a-z\d+.-]+:|\/\/)/i;
  const message =
    "A remote reference makes the result depend on the network: keep a copy beside the description and refer to that.";
  return {
    ref(node, { location, report }) {
      if (remote.test(node.$ref)) report({ message, location: location.child("$ref") });
    },
    Example(example, { location, report }) {
      if (remote.test(example.externalValue ?? ""))
        report({ message, location: location.child("externalValue") });
    },
  };
}

/** @type {Oas3Rule} */
function batchExtension() {
  return {
    Operation(operation, { location, resolve, report }) {
      // The types of openapi-core know no extensions, hence the cast by way of unknown.
      const extended = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (operation));
      const batch = extended["x-batch"];
      if (batch === undefined) return;
      /** @param {string} problem @param {string[]} path */
      const complain = (problem, ...path) =>
        report({
          message: `\`x-batch\` ${problem}: write \`{property: …, size: …}\` with an array of the JSON request body and how many items one call takes.`,
          location: location.child(["x-batch", ...path]),
        });
      if (typeof batch !== "object" || batch === null) return complain("must be an object");
      const { property, size, ...others } = /** @type {Record<string, unknown>} */ (batch);
      for (const name of Object.keys(others)) complain(`knows no \`${name}\``, name);
      if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 1)
        complain("needs a whole `size` above 0");
      if (typeof property !== "string") return complain("needs a `property`");
      const body = operation.requestBody && resolve(operation.requestBody);
      const schema = body?.node?.content?.["application/json"]?.schema;
      const from = body?.location?.source.absoluteRef;
      const fields = schema && resolve(schema, from);
      const field = fields?.node?.properties?.[property];
      const target = field && resolve(field, fields.location?.source.absoluteRef);
      if (target?.node?.type !== "array")
        complain("names no array property of the request body", "property");
    },
  };
}

/** @type {Oas3Rule} */
function pathVersion() {
  /** @type {string[] | undefined} how the paths of a listed version begin */
  let beginnings;
  return {
    Root(root) {
      // The types of openapi-core know no extensions, hence the cast by way of unknown.
      const extended = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (root));
      const versions = extended["x-versions"];
      beginnings = Array.isArray(versions)
        ? versions.map((version) => `${version?.prefix}${version?.segment}/`)
        : undefined;
    },
    PathItem(_, { key, location, report }) {
      if (beginnings === undefined || beginnings.some((text) => String(key).startsWith(text)))
        return;
      report({
        message: `\`x-versions\` lists no version for this path, which must begin with one of ${beginnings.join(", ")}: correct the path, or add an entry to \`x-versions\`.`,
        location: location.key(),
      });
    },
  };
}

/** @returns {import("@redocly/openapi-core").Plugin} */
export default function plugin() {
  return {
    id: "spec",
    rules: {
      oas3: {
        "open-responses": openResponses,
        "closed-requests": closedRequests,
        "default-fits": defaultFits,
        "property-description": propertyDescription,
        "no-remote-ref": noRemoteRef,
        "batch-extension": batchExtension,
        "path-version": pathVersion,
      },
    },
  };
}
