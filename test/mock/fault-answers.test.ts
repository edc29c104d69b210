import { describe, expect, test } from "vitest";

import { startMock, type Fault } from "../../src/mock/index.js";
import { call, readValid } from "./calls.js";

const inputs = ["ada@example.com"];

/** Starts a mock with one fault and calls it once. */
async function once(fault: Fault) {
  const mock = await startMock({ faults: [fault] });
  const response = await call(mock, inputs);
  const done = mock.state().out["portal"] !== undefined;
  return { mock, response, done, [Symbol.asyncDispose]: mock.close };
}

describe("rate-limit", () => {
  test.each(["TEN_SECONDLY_ROLLING", "SECONDLY", "DAILY"] as const)(
    "answers with the body of %s and does nothing",
    async (policy) => {
      await using run = await once({ kind: "rate-limit", policy });
      expect(run.response.status).toBe(429);
      expect(run.response.headers.has("Retry-After")).toBe(false);
      expect((await readValid(run.response)).policyName).toBe(policy);
      expect(run.done).toBe(false);
    },
  );

  test("sends Retry-After as seconds, or a text as it stands", async () => {
    const policy = "SECONDLY";
    await using mock = await startMock({
      faults: [
        { kind: "rate-limit", policy, retryAfter: 3 },
        { kind: "rate-limit", policy, retryAfter: "Mon, 06 May 2030 07:08:09 GMT" },
      ],
    });
    expect((await call(mock, inputs)).headers.get("Retry-After")).toBe("3");
    expect((await call(mock, inputs)).headers.get("Retry-After")).toMatch(/^Mon, 06 May/);
  });

  test("shows the limit that it names as used up, and no other", async () => {
    const faults: Fault[] = [
      { kind: "rate-limit", policy: "TEN_SECONDLY_ROLLING" },
      { kind: "rate-limit", policy: "DAILY" },
    ];
    await using mock = await startMock({ rate: { calls: 9, seconds: 10 }, daily: 8, faults });
    const left = async (): Promise<unknown> => {
      const { headers } = await call(mock, inputs);
      return [
        headers.get("X-HubSpot-RateLimit-Remaining"),
        headers.get("X-HubSpot-RateLimit-Daily-Remaining"),
      ];
    };
    expect(await left()).toEqual(["0", "8"]);
    expect(await left()).toEqual(["9", "0"]);
    expect(await left()).toEqual(["8", "7"]);
  });
});

test("migration answers 477 with Retry-After and does nothing", async () => {
  await using run = await once({ kind: "migration", retryAfter: 86_400 });
  expect(run.response.status).toBe(477);
  expect(run.response.headers.get("Retry-After")).toBe("86400");
  expect((await readValid(run.response)).message).toMatch(/migrat/);
  expect(run.done).toBe(false);
});

describe("status", () => {
  test.each([400, 401, 403, 404, 409, 423, 477, 500, 503])(
    "%s as JSON is what the description shows for it",
    async (status) => {
      await using run = await once({ kind: "status", status, body: "json" });
      expect(run.response.status).toBe(status);
      const body = await readValid(run.response);
      expect(body.message).toBeTruthy();
      expect(body.correlationId).toBe(run.response.headers.get("X-HubSpot-Correlation-Id"));
      expect(run.done).toBe(false);
    },
  );

  test("403 as JSON is the one about scopes", async () => {
    await using run = await once({ kind: "status", status: 403, body: "json" });
    expect(await readValid(run.response)).toMatchObject({ category: "MISSING_SCOPES" });
  });

  test.each([413, 500, 502, 524])("%s as HTML is a page that names it", async (status) => {
    await using run = await once({ kind: "status", status, body: "html" });
    expect(run.response.status).toBe(status);
    expect(run.response.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(await run.response.text()).toContain(`<h1>`);
  });

  test("502 as HTML is the page of the description", async () => {
    await using run = await once({ kind: "status", status: 502, body: "html" });
    expect(await run.response.text()).toContain("502 Bad Gateway");
  });

  test("nothing as a body is no body and no content type", async () => {
    await using run = await once({ kind: "status", status: 500, body: "empty" });
    expect(await run.response.text()).toBe("");
    expect(run.response.headers.get("Content-Type")).toBeNull();
    expect(run.response.headers.get("Content-Length")).toBe("0");
  });

  test("after the work: the client hears 504 and the address is out", async () => {
    await using run = await once({ kind: "status", status: 504, body: "html", when: "after" });
    expect(run.response.status).toBe(504);
    expect(run.done).toBe(true);
    expect(run.mock.state().calls).toMatchObject([{ judged: 200, status: 504, fault: "status" }]);
  });

  test("carries Retry-After when told", async () => {
    await using run = await once({ kind: "status", status: 503, body: "json", retryAfter: 7 });
    expect(run.response.headers.get("Retry-After")).toBe("7");
  });
});

describe("a 2xx that cannot be read", () => {
  test("html-200 is a sign-in page; the work is done unless it comes before", async () => {
    await using run = await once({ kind: "html-200" });
    expect(run.response.status).toBe(200);
    expect(run.response.headers.get("Content-Type")).toMatch(/^text\/html/);
    expect(await run.response.text()).toContain("Sign in");
    expect(run.done).toBe(true);
    await using before = await once({ kind: "html-200", when: "before" });
    expect(before.response.status).toBe(200);
    expect(before.done).toBe(false);
  });

  test("empty-200 says JSON and has no body; the work is done unless it comes before", async () => {
    await using run = await once({ kind: "empty-200" });
    expect(run.response.status).toBe(200);
    expect(run.response.headers.get("Content-Type")).toMatch(/^application\/json/);
    expect(await run.response.text()).toBe("");
    expect(run.done).toBe(true);
    await using before = await once({ kind: "empty-200", when: "before" });
    expect(before.done).toBe(false);
  });

  test("truncate ends a complete HTTP answer in the middle of its JSON", async () => {
    await using run = await once({ kind: "truncate" });
    const text = await run.response.text();
    expect(run.response.headers.get("Content-Length")).toBe(String(text.length));
    expect(text).toMatch(/^\{"status"/);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(run.done).toBe(true);
  });

  test("envelope changes the status of the envelope and nothing else", async () => {
    await using run = await once({ kind: "envelope", status: "PENDING" });
    const body = await readValid(run.response);
    expect(body.status).toBe("PENDING");
    expect(body.results?.[0]?.subscriberIdString).toBe("ada@example.com");
    expect(run.done).toBe(true);
  });
});

describe("the words of a status", () => {
  test("can be those of another error, without the details of the sample", async () => {
    const words = { category: "INVALID_AUTHENTICATION", message: "The token has expired." };
    await using run = await once({ kind: "status", status: 400, body: "json", ...words });
    expect(run.response.status).toBe(400);
    const body = await readValid(run.response);
    expect(body).toMatchObject(words);
    expect(body).not.toHaveProperty("errors");
  });

  test("keep those of the sample where only the category is another", async () => {
    await using run = await once({ kind: "status", status: 400, body: "json", category: "OTHER" });
    const body = await readValid(run.response);
    expect(body.category).toBe("OTHER");
    expect(body.message).toBe("One input is not a valid e-mail address.");
  });
});
