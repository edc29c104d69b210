import { expect, test } from "vitest";

import { end, listOf, setUp } from "./job.js";

// Whatever would be sent all the same goes to a proxy that is not there.
const env = { HUBSPOT_ACCESS_TOKEN: "mock-token", HTTPS_PROXY: "http://127.0.0.1:9" };

test.each([
  ["run", ["--yes"]],
  ["run", ["--yes", "--base-url", "https://hubspot.example.com"]],
  ["verify", []],
  ["verify", ["--route", "single"]],
])(
  "the mock's token is sent to no other server, and the command to practise is given: %s %j",
  async (command, flags) => {
    const job = await setUp(listOf(3));
    const { code, err } = await end(job.start({ env }, command, job.list, ...flags));
    expect(code).toBe(2);
    expect(err).toContain("the token is the one for practice");
    expect(err).toMatch(
      new RegExp(`${command} \\S*list\\.csv .*--base-url http://127\\.0\\.0\\.1`),
    );
    expect(err).not.toContain("mock-token");
  },
);

test("on loopback it is a token like any other", async () => {
  const job = await setUp(listOf(3), { token: "mock-token" });
  const { code } = await end(
    job.start(
      { env: { ...env, HTTPS_PROXY: "" } },
      "run",
      job.list,
      "--yes",
      "--base-url",
      job.mock.url,
    ),
  );
  expect(code).toBe(0);
});
