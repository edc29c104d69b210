import { describe, expect, test } from "vitest";
import { judgeFailure, type Failure } from "../../src/job/failure.js";
import { json, refuse } from "../helpers/scripted-hubspot.js";
import { errorOf } from "./errors.js";

interface Asked {
  readonly size?: number;
  readonly largestTaken?: number;
  readonly maxWait?: number;
  readonly failures?: number;
  readonly inPath?: boolean;
}

async function judge(
  answer: () => Response | Promise<Response>,
  { size = 100, largestTaken = 0, maxWait = 300_000, failures = 1, inPath = false }: Asked = {},
): Promise<Failure> {
  const error = await errorOf(async () => answer(), { validate: "strict", timeout: 50 });
  return judgeFailure({
    error,
    begun: true,
    signal: undefined,
    failures,
    size,
    largestTaken,
    inPath,
    maxWait,
    random: 0.5,
    now: 1_000,
  });
}

const limited = (headers: Record<string, string> = {}, policyName = "SECONDLY") =>
  json(429, { status: "error", policyName }, headers);

describe("what passes is repeated after a wait", () => {
  test.each([
    ["a rate limit", () => limited({ "retry-after": "7" }), "rate-limit", true, 7_000],
    ["one without a wait", () => limited(), "rate-limit", false, undefined],
    [
      "one that says at once",
      () => limited({ "retry-after": "0" }),
      "rate-limit",
      false,
      undefined,
    ],
    ["a migration", () => json(477, {}, { "retry-after": "9" }), "migration", true, 9_000],
    ["a lock", () => json(423, {}), "unavailable", false, undefined],
    ["a broken server", () => json(500, {}), "unavailable", false, undefined],
    ["an overload", () => json(503, {}, { "retry-after": "3" }), "unavailable", true, 3_000],
  ] as const)("%s", async (_, answer, reason, asked, waitMs) => {
    const failure = await judge(answer);
    const shared = reason !== "unavailable";
    expect(failure).toMatchObject({ kind: "repeat", reason, asked, shared });
    if (waitMs !== undefined) expect(failure).toMatchObject({ waitMs });
  });

  test("a connection that broke, and an answer that did not come", async () => {
    const broken = await judge(() => {
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
      });
    });
    expect(broken).toMatchObject({ kind: "repeat", reason: "unavailable", shared: false });
    const silent = await judge(() => new Promise<Response>(() => {}));
    expect(silent).toMatchObject({ kind: "repeat", reason: "unavailable", shared: false });
  });

  test("as long as the wait is not too long", async () => {
    const answer = () => limited({ "retry-after": "60" });
    expect(await judge(answer, { maxWait: 60_000 })).toMatchObject({ kind: "repeat" });
    expect(await judge(answer, { maxWait: 59_999 })).toMatchObject({
      kind: "stop",
      stop: { reason: "rate-limit", resumeAt: 61_000 },
    });
    // The window of the limit, which nobody has named, is ten seconds.
    const unnamed = () => limited({}, "TEN_SECONDLY_ROLLING");
    expect(await judge(unnamed, { maxWait: 5_000 })).toMatchObject({ kind: "stop" });
  });
});

describe("what does not pass stops the job", () => {
  test.each([
    ["a limit of the day", () => limited({}, "DAILY"), "rate-limit", undefined],
    ["one with a time", () => limited({ "retry-after": "120" }, "DAILY"), "rate-limit", 121_000],
    [
      "one with a time that is none",
      () => limited({ "retry-after": "60" }, "DAILY"),
      "rate-limit",
      undefined,
    ],
    ["a migration without a time", () => json(477, {}), "migration", undefined],
    ["a long migration", () => json(477, {}, { "retry-after": "900" }), "migration", 901_000],
    ["a long overload", () => json(503, {}, { "retry-after": "900" }), "unavailable", 901_000],
    ["a long lock", () => json(423, {}, { "retry-after": "900" }), "unavailable", 901_000],
    ["a server that cannot do it", () => json(501, {}), "unavailable", undefined],
    ["a wrong token", () => json(401, {}), "credentials", undefined],
    ["a missing scope", () => json(403, {}), "credentials", undefined],
    [
      "the same by its category",
      () => refuse("", "EXPIRED_AUTHENTICATION", 404),
      "credentials",
      undefined,
    ],
    ["a wrong path", () => json(404, {}), "request-fault", undefined],
    ["a redirect", () => json(308, {}), "request-fault", undefined],
  ] as const)("%s", async (_, answer, reason, resumeAt) => {
    const failure = await judge(answer);
    expect(failure).toMatchObject({ kind: "stop", stop: { reason } });
    const stop = failure.kind === "stop" ? failure.stop : undefined;
    expect(stop?.resumeAt).toBe(resumeAt);
    expect(stop?.cause).toHaveProperty("message", stop?.message);
  });

  test("a certificate that is none", async () => {
    const failure = await judge(() => {
      throw new TypeError("fetch failed", {
        cause: Object.assign(new Error("expired"), { code: "CERT_HAS_EXPIRED" }),
      });
    });
    expect(failure).toMatchObject({ kind: "stop", stop: { reason: "unavailable" } });
  });

  test("credentials in the category of a broken server are the server's", async () => {
    expect(await judge(() => refuse("", "FORBIDDEN", 500))).toMatchObject({ kind: "repeat" });
  });
});

describe("a refusal", () => {
  test.each([400, 422])("with %i may be about an address", async (status) => {
    const failure = await judge(() => refuse("Invalid.", "VALIDATION_ERROR", status));
    expect(failure).toMatchObject({ kind: "refused", credentials: false });
    const token = await judge(() => refuse("At most 50 inputs.", "UNAUTHORIZED", status));
    expect(token).toMatchObject({ kind: "refused", credentials: true });
  });

  test.each([400, 422, 413])("with %i may be about their number", async (status) => {
    const answer = () => refuse("At most 50 inputs.", "VALIDATION_ERROR", status);
    expect(await judge(answer)).toMatchObject({ kind: "too-large", size: 50 });
  });

  test("is not about a number that has gone through before", async () => {
    const answer = () => refuse("At most 50 inputs.");
    expect(await judge(answer, { largestTaken: 99 })).toMatchObject({ kind: "too-large" });
    expect(await judge(answer, { largestTaken: 100 })).toMatchObject({ kind: "refused" });
  });

  test("a 413 without words is about the number all the same", async () => {
    const answer = () => json(413, {});
    expect(await judge(answer, { largestTaken: 100 })).toEqual({ kind: "too-large", size: 50 });
    expect(await judge(answer, { size: 1 })).toMatchObject({ kind: "refused" });
  });
});

test("a success that breaks the contract is not relied on", async () => {
  expect(await judge(() => json(200, { status: 7 }))).toEqual({
    kind: "unreadable",
    cutOff: false,
  });
});

describe("an answer about the path", () => {
  const page = () =>
    new Response("<h1>Blocked</h1>", { status: 403, headers: { "content-type": "text/html" } });

  test.each([
    ["no such page", () => json(404, {})],
    ["no such method", () => json(405, {})],
    ["a path that is too long", () => json(414, {})],
    ["a redirect", () => new Response(null, { status: 301, headers: { location: "/" } })],
    ["a page that forbids", page],
  ] as const)("may be about the address that stands in it: %s", async (_, answer) => {
    expect(await judge(answer, { size: 1, inPath: true })).toMatchObject({
      kind: "refused",
      credentials: false,
    });
    expect(await judge(answer)).toMatchObject({ kind: "stop" });
  });

  test.each([
    ["a missing scope", () => refuse("No.", "MISSING_SCOPES", 403), "credentials"],
    ["a 403 of HubSpot's that names nothing", () => json(403, {}), "credentials"],
    ["an old token", () => json(401, {}), "credentials"],
    ["a server that does not know the method", () => json(501, {}), "unavailable"],
  ] as const)("is not %s", async (_, answer, reason) => {
    const failure = await judge(answer, { size: 1, inPath: true });
    expect(failure).toMatchObject({ kind: "stop", stop: { reason } });
  });
});
