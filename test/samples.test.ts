import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseYaml } from "@redocly/openapi-core";
import { expect, test } from "vitest";

/** The answer that HubSpot's documentation page of the call shows, from which this project started. */
const shownByHubSpot = {
  completedAt: "2023-11-07T05:31:56Z",
  results: [
    {
      subscriberIdString: "<string>",
      statuses: [
        {
          source: "<string>",
          subscriberIdString: "<string>",
          subscriptionId: 123,
          timestamp: "2023-11-07T05:31:56Z",
          businessUnitId: 123,
          legalBasisExplanation: "<string>",
          subscriptionName: "<string>",
        },
      ],
    },
  ],
  startedAt: "2023-11-07T05:31:56Z",
  errors: [
    {
      category: "<string>",
      context: {},
      errors: [
        {
          message: "<string>",
          code: "<string>",
          context: "{missingScopes=[scope1, scope2]}",
          in: "<string>",
          subCategory: "<string>",
        },
      ],
      links: {},
      message: "<string>",
      status: "<string>",
      id: "<string>",
      subCategory: {},
    },
  ],
  links: {},
  numErrors: 123,
  requestedAt: "2023-11-07T05:31:56Z",
};

test("the sample of the documentation page is HubSpot's payload, value for value", () => {
  const file = new URL(
    "../spec/samples/batchUnsubscribeAll/documentation-page.yaml",
    import.meta.url,
  );
  expect(parseYaml(readFileSync(file, "utf8"))).toStrictEqual({
    summary: expect.any(String),
    value: shownByHubSpot,
  });
});

const spec = fileURLToPath(new URL("../spec/", import.meta.url));
const files = readdirSync(`${spec}samples`, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.(yaml|json)$/.test(file));

test("every sample is used by the description, and no two share a base name", () => {
  const description = readFileSync(`${spec}openapi.yaml`, "utf8");
  const bases = files.map((file) => file.replace(/^.*\//, "").replace(/\.\w+$/, ""));
  expect(files.length).toBeGreaterThan(20);
  expect(new Set(bases).size).toBe(bases.length);
  for (const file of files) expect(description).toContain(`$ref: samples/${file}\n`);
});

test.each(files)("%s shows no address that can belong to somebody", (file) => {
  const text = readFileSync(`${spec}samples/${file}`, "utf8");
  const domains = [...text.matchAll(/[\w.+-]@([\w.-]+)/g)].map(([, domain]) => domain);
  // Domains that are kept for examples, or that cannot be registered.
  for (const domain of domains)
    expect(domain).toMatch(/^(.+\.)?example\.(com|org|net)$|^(.+\.)?(example|invalid|test)$/);
});
