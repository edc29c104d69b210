import { readFileSync } from "node:fs";
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
