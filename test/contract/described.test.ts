import { expect, test } from "vitest";
import openapi from "../../generated/openapi.json" with { type: "json" };
import { operations, type Operation } from "../../generated/operations.js";
import * as validators from "../../generated/validators.js";
import { startMock } from "../../src/mock/index.js";
import { Recorder } from "../helpers/judge.js";
import { jsonSamples, resolve, type Reference } from "../helpers/samples.js";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
}
interface PathItem {
  readonly parameters?: readonly Parameter[];
  readonly [method: string]: unknown;
}

const described: readonly Operation[] = Object.values(operations);

/** A call as the description shows it: its examples in the path and the query, its first sample as the body. */
function callOf({ operationId, method, path }: Operation): { url: string; init: RequestInit } {
  const item = (openapi.paths as unknown as Readonly<Record<string, PathItem>>)[path] ?? {};
  const operation = item[method.toLowerCase()] as PathItem;
  const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(
    (parameter) => resolve<Parameter>(parameter as Reference),
  );
  let url = path;
  const query = new URLSearchParams();
  for (const { in: place, name, required, example } of parameters) {
    if (place === "path") url = url.replace(`{${name}}`, encodeURIComponent(String(example)));
    else if (place === "query" && required === true) query.set(name, String(example));
  }
  const body = jsonSamples().find(
    (each) => each.operationId === operationId && each.of === "request",
  );
  return {
    url: query.size === 0 ? url : `${url}?${query}`,
    init: {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body.value) }),
    },
  };
}

test.each(described)(
  "$operationId, called as the description shows it, is answered by the mock as the description says",
  async (operation) => {
    const recorder = new Recorder();
    await using mock = await startMock();
    const { url, init } = callOf(operation);
    const headers = { ...init.headers, Authorization: `Bearer ${mock.token}` };
    const response = await recorder.fetch(mock.url + url, { ...init, headers });
    expect(response.status, await response.clone().text()).toBeLessThan(300);
    const { responses } = validators[operation.operationId as keyof typeof operations];
    const validate = Object.entries(responses).find(([of]) => of === String(response.status))?.[1];
    if (validate !== undefined) {
      expect(validate(await response.json()), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(await recorder.judge(mock.url)).toEqual([]);
  },
);
