import { describe, expect, test } from "vitest";
import { accepted, json, reply, type Answer } from "../helpers/http.js";
import { call, LIST, reasons } from "./calls.js";

describe("a 2xx", () => {
  test("gives the outcomes and the facts of the answer", async () => {
    const { result, reports } = await call(
      json(
        200,
        { status: "COMPLETE", results: [] },
        {
          "X-HubSpot-Correlation-Id": "c-1",
          "X-HubSpot-RateLimit-Remaining": "189",
        },
      ),
    );
    expect(result).toMatchObject({
      complete: true,
      outcomes: LIST.map((address) => ({ outcome: "accepted", address })),
      counts: { accepted: 2, unknown: 0 },
      response: {
        status: 200,
        attempts: 1,
        correlationId: "c-1",
        rateLimit: { remaining: 189, max: undefined },
        conforms: true,
        body: { status: "COMPLETE", results: [] },
      },
    });
    expect(result.response.headers.get("content-type")).toBe("application/json");
    expect(reports).toEqual([]);
  });

  test.each([200, 201, 202, 206, 207, 226])(
    "is read the same way with status %i",
    async (status) => {
      const value = {
        results: [],
        numErrors: 1,
        errors: [{ message: "No.", context: { email: ["BOB@example.com"] } }],
      };
      const { result, reports } = await call(json(status, value));
      expect(result.complete).toBe(false);
      expect(result.outcomes.map(({ outcome }) => outcome)).toEqual(["accepted", "rejected"]);
      expect(result.counts).toMatchObject({ accepted: 1, rejected: 1 });
      expect(reports).toEqual([]);
    },
  );

  test("204 is accepted, and proves nothing with verbose", async () => {
    const answer: Answer = (response) => void response.writeHead(204).end();
    expect((await call(answer)).result).toMatchObject({ complete: true, counts: { accepted: 2 } });
    const { result, reports } = await call(answer, { verbose: true, validate: "strict" });
    expect(reasons(result.outcomes)).toEqual(["empty-body", "empty-body"]);
    expect(reports).toEqual([]);
  });

  test.each([
    ["with a length of 0", { "Content-Length": "0" }],
    ["in chunks", { "Transfer-Encoding": "chunked" }],
  ])("an empty 200 %s is accepted, and proves nothing with verbose", async (_, headers) => {
    const { result } = await call(reply(200, "", headers));
    expect(result).toMatchObject({ complete: true, response: { conforms: true, body: undefined } });
    const proof = await call(reply(200, "", headers), { verbose: true });
    expect(proof.result.complete).toBe(false);
    expect(reasons(proof.result.outcomes)).toEqual(["empty-body", "empty-body"]);
  });

  test("of blanks alone is an empty one", async () => {
    const { result, reports } = await call(reply(200, " \r\n"), { validate: "strict" });
    expect(result.complete).toBe(true);
    expect(reports).toEqual([]);
  });

  test("with a byte order mark is read", async () => {
    const { result } = await call(reply(200, '\ufeff{"results":[]}'));
    expect(result.complete).toBe(true);
  });

  test("in many chunks that part characters is read whole", async () => {
    const text = JSON.stringify({
      results: [],
      errors: [{ message: "Größe – 💌", context: { email: ["ann@example.com"] } }],
    });
    const bytes = new TextEncoder().encode(text);
    const fetch = async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
            controller.close();
          },
        }),
      );
    const { result } = await call(accepted, { fetch });
    expect(result.outcomes[0]).toMatchObject({ outcome: "rejected", message: "Größe – 💌" });
  });

  test("that names an address says why in `reason`, as every other outcome, also where it gives no class", async () => {
    const named = (category: unknown) => ({ category, context: { email: [LIST[0]] } });
    for (const [category, reason] of [
      ["INVALID_EMAIL", "INVALID_EMAIL"],
      [undefined, "REJECTED"],
      [7, "REJECTED"],
    ] as const) {
      const { result } = await call(json(207, { results: [], errors: [named(category)] }));
      expect(result.outcomes[0]).toMatchObject({ outcome: "rejected", reason });
      expect(result.outcomes[0]).not.toHaveProperty("category");
    }
  });

  test("of a fetch without web streams is read as text", async () => {
    const like = (body: string) =>
      ({
        status: 200,
        headers: new Headers(),
        body: { pipe() {} },
        text: async () => body,
      }) as unknown as Response; // as node-fetch gives it
    const { result } = await call(accepted, { fetch: async () => like('{"results":[]}') });
    expect(result.complete).toBe(true);
    const large = await call(accepted, {
      fetch: async () => like("x".repeat(20)),
      maxBodyBytes: 9,
    });
    expect(reasons(large.result.outcomes)).toEqual(["body-too-large", "body-too-large"]);
  });
});

describe("a 2xx that cannot be read", () => {
  test.each([
    ["an HTML page", reply(200, "<p>Sign in</p>", { "Content-Type": "text/html" }), "json"],
    ["broken JSON", reply(200, '{"results": ['), "json"],
    ["text", reply(207, "OK"), "json"],
    ["null", reply(200, "null"), "type"],
    ["a list", reply(200, "[]"), "type"],
  ])("leaves all unknown and is reported once: %s", async (_, answer, keyword) => {
    for (const verbose of [false, true]) {
      const { result, reports, server } = await call(answer, { verbose });
      expect(result.complete).toBe(false);
      expect(reasons(result.outcomes)).toEqual(["unreadable-body", "unreadable-body"]);
      expect(result.response.conforms).toBe(false);
      expect(reports).toHaveLength(1);
      expect(reports[0]?.violations).toEqual([{ path: "", keyword }]);
      expect(server.requests).toHaveLength(1);
    }
  });

  test("names its status, kind and identifier in the report, not its body", async () => {
    const headers = {
      "Content-Type": "text/html; charset=utf-8",
      "X-HubSpot-Correlation-Id": "c-2",
    };
    const { reports } = await call(reply(200, "<p>ann@example.com</p>", headers));
    expect(reports[0]).toMatchObject({
      name: "HubSpotContractError",
      status: 200,
      contentType: "text/html; charset=utf-8",
      correlationId: "c-2",
      attempts: 1,
      mayHaveBeenApplied: true,
    });
    expect(reports[0]?.rawBody()).toBe("<p>ann@example.com</p>");
    expect(reports[0]?.message).toMatch(/^batchUnsubscribeAll: the answer \(200 text\/html/);
    expect(reports[0]?.message).not.toMatch(/ann|<p>/);
  });

  test("larger than maxBodyBytes is cut off there, reported, and leaves all unknown", async () => {
    const endless: Answer = (response) => {
      response.writeHead(200);
      const more = (): void => {
        if (!response.destroyed) response.write("x".repeat(65_536), () => setImmediate(more));
      };
      more();
    };
    const { result, reports } = await call(endless, { maxBodyBytes: 1_000 });
    expect(reasons(result.outcomes)).toEqual(["body-too-large", "body-too-large"]);
    expect(reports[0]?.violations).toEqual([{ path: "", keyword: "maxBodyBytes" }]);
    expect(reports[0]?.rawBody()).toHaveLength(1_000);
  });

  test("and is larger than maxBodyBytes is thrown with strict", async () => {
    const large = call(reply(200, "x".repeat(2_000)), { maxBodyBytes: 1_000, validate: "strict" });
    await expect(large).rejects.toMatchObject({
      name: "HubSpotContractError",
      violations: [{ path: "", keyword: "maxBodyBytes" }],
      mayHaveBeenApplied: true,
    });
  });

  test("of exactly maxBodyBytes is read", async () => {
    const body = '{"results":[]}';
    const fits = await call(reply(200, body), { maxBodyBytes: body.length });
    expect(fits.result.complete).toBe(true);
    const over = await call(reply(200, body), { maxBodyBytes: body.length - 1 });
    expect(over.result.complete).toBe(false);
  });
});
