import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import openapi from "../../generated/openapi.json" with { type: "json" };
import { apiVersions, createClient } from "../../src/index.js";
import { createMock } from "../../src/mock/index.js";
import { skipWaits } from "../helpers/waits.js";

const LIST = ["ann@example.com"];

describe("the version of the API", () => {
  test("is one that the description lists, the first by default", () => {
    const listed = openapi["x-versions"].filter(({ prefix }) => prefix.includes("preferences"));
    expect(apiVersions).toEqual(listed.map(({ segment }) => segment));
    expect(openapi.paths).toHaveProperty([
      `/communication-preferences/${apiVersions[0]}/statuses/batch/unsubscribe-all`,
    ]);
  });

  test("is told of in the guide, as long as it is supported", async () => {
    const guide = await readFile("docs/accounts-and-versions.md", "utf8");
    const month = new Intl.DateTimeFormat("en", {
      month: "long",
      year: "numeric",
      timeZone: "UTC",
    });
    for (const { prefix, segment, until } of openapi["x-versions"]) {
      if (!prefix.includes("preferences")) continue;
      expect(guide).toContain(`| \`${segment}\` | until ${month.format(Date.parse(until))}`);
    }
  });

  test.each([undefined, ...apiVersions])(
    "stands in the path of subscriptions alone, also where hooks are told: %s",
    async (apiVersion) => {
      const waits = skipWaits();
      const mock = createMock();
      const urls: string[] = [];
      const client = createClient({
        accessToken: mock.token,
        account: 1234567,
        apiVersion,
        fetch: (url, init) => {
          urls.push(url.replace(/\?.*/, ""));
          return mock.fetch(url, init);
        },
        onRequest: ({ url }) => urls.push(url),
        onRetry: waits.onRetry,
      });
      await client.batchUnsubscribeAll(LIST);
      await client.batchReadUnsubscribeAll(LIST);
      const batch = `communication-preferences/${apiVersion ?? "2026-03"}/statuses/batch`;
      expect(urls).toEqual(
        [
          "account-info/2026-03/details",
          `${batch}/unsubscribe-all`,
          `${batch}/unsubscribe-all/read`,
        ].flatMap((path) => Array<string>(2).fill(`https://api.hubapi.com/${path}`)),
      );
      expect(mock.state().out).toEqual({ portal: LIST });
    },
  );
});
