/**
 * A description of so many operations, which are like those that people write: a resource has a schema with a nested
 * one, an enum, bounds and an optional date; it is listed, created, read, changed and deleted.
 */
export function makeDescription(operations: number): string {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Record<string, unknown> = { Problem: problem };
  for (let made = 0; made < operations; made += 1) {
    const resource = Math.floor(made / 5);
    schemas[`Item${resource}`] ??= item(resource);
    schemas[`Part${resource}`] ??= part;
    const [path, method, operation] = operationOf(resource, made % 5);
    (paths[path] ??= {})[method] = operation;
  }
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: `${operations} operations`, version: "1.0.0" },
    servers: [{ url: "https://api.example.org" }],
    paths,
    components: { schemas },
  });
}

function operationOf(resource: number, kind: number): [string, string, unknown] {
  const all = `/items${resource}`;
  const one = `${all}/{id}`;
  const ref = reference(`Item${resource}`);
  const list = { type: "object", required: ["results"], properties: { results: listOf(ref) } };
  const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
  const limit = { name: "limit", in: "query", schema: { type: "integer", maximum: 100 } };
  switch (kind) {
    case 0:
      return [all, "get", { operationId: `list${resource}`, parameters: [limit], ...answer(list) }];
    case 1:
      return [all, "post", { operationId: `create${resource}`, ...body(ref), ...answer(ref) }];
    case 2:
      return [one, "get", { operationId: `read${resource}`, parameters: [id], ...answer(ref) }];
    case 3:
      return [
        one,
        "patch",
        { operationId: `change${resource}`, parameters: [id], ...body(ref), ...answer(ref) },
      ];
    default:
      return [
        one,
        "delete",
        { operationId: `remove${resource}`, parameters: [id], ...answer(ref) },
      ];
  }
}

function body(schema: unknown): object {
  return { requestBody: { required: true, ...json(schema) } };
}

function answer(schema: unknown): object {
  return {
    responses: {
      200: { description: "Done", ...json(schema) },
      default: { description: "Not done", ...json(reference("Problem")) },
    },
  };
}

function json(schema: unknown): object {
  return { content: { "application/json": { schema } } };
}

function reference(name: string): object {
  return { $ref: `#/components/schemas/${name}` };
}

function listOf(items: unknown): object {
  return { type: "array", items };
}

function item(resource: number): object {
  return {
    type: "object",
    required: ["id", "state"],
    properties: {
      id: { type: "string", minLength: 1 },
      state: { type: "string", enum: ["new", "open", "closed"] },
      weight: { type: "number", minimum: 0 },
      createdAt: { type: "string", format: "date-time" },
      parts: listOf(reference(`Part${resource}`)),
      labels: { type: "object", additionalProperties: { type: "string" } },
    },
  };
}

const part = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, count: { type: ["integer", "null"] } },
};

const problem = {
  type: "object",
  required: ["message"],
  properties: { message: { type: "string" }, code: { type: "integer" } },
};
