import fc from "fast-check";
import { expect, test, vi } from "vitest";

import { createClient, HubSpotError, type Fetch } from "../../src/index.js";

// Hundreds of cases beside other tests.
vi.setConfig({ testTimeout: 120_000 });

/** Another one finds other cases: `FUZZ_SEED=7 npx vitest run test/fuzz`. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

const token = "pat-secret-token";
const addresses = ["ana.secret@example.com", "Ben.Secret@Example.org"];

/** Words that a hostile or a broken server may weave into whatever it says. */
const word = fc.oneof(
  fc.constantFrom(
    ...addresses,
    token,
    `Bearer ${token}`,
    addresses[0]?.toUpperCase() ?? "",
    "ana.secret%40example.com",
  ),
  fc.constantFrom(
    "UNSUBSCRIBED",
    "SUBSCRIBED",
    "NO_STATUS_CHANGE",
    "COMPLETE",
    "__proto__",
    "constructor",
    "",
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const names = fc.constantFrom(
  ...[
    "results",
    "errors",
    "numErrors",
    "status",
    "statuses",
    "subscriberIdString",
    "message",
    "category",
  ],
  ...["context", "policyName", "setStatusSuccessReason", "correlationId", "links", "__proto__"],
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    word,
    fc.constantFrom(null, true, 0, -1, 1e21, 2 ** 53),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(names, word), tie("value"), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;
const status = fc.record({
  subscriberIdString: fc.constantFrom(...addresses),
  status: fc.constantFrom("UNSUBSCRIBED", "UNSUBSCRIBED", "SUBSCRIBED", "SOMETHING"),
  setStatusSuccessReason: fc.constantFrom(
    null,
    "NO_STATUS_CHANGE",
    "UNSUBSCRIBE_FROM_ALL_OCCURRED",
  ),
});
/** Nearly right, which is where a reader goes wrong. */
const envelope = fc.record(
  {
    status: fc.constantFrom("COMPLETE", "PENDING", "CANCELED"),
    results: fc.array(
      fc.record(
        {
          subscriberIdString: fc.constantFrom(
            ...addresses,
            addresses[1]?.toLowerCase() ?? "",
            "stranger@example.com",
          ),
          statuses: fc.oneof({ weight: 4, arbitrary: fc.array(status, { maxLength: 3 }) }, json),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 4 },
    ),
    errors: fc.oneof(fc.constant([]), fc.array(json, { maxLength: 2 })),
    numErrors: fc.constantFrom(0, 1, 2, "1"),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  { weight: 4, arbitrary: envelope.map((value) => JSON.stringify(value)) },
  { weight: 3, arbitrary: json.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(envelope, fc.nat(400))
      .map(([value, cut]) => JSON.stringify(value).slice(0, cut)),
  },
  { weight: 1, arbitrary: fc.array(word).map((words) => `<html>${words.join(" ")}</html>`) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
);
const headers = fc.dictionary(
  fc.constantFrom(
    "content-type",
    "retry-after",
    "x-hubspot-ratelimit-max",
    "x-hubspot-ratelimit-interval-milliseconds",
    "x-hubspot-correlation-id",
    "date",
    "location",
    "content-length",
  ),
  fc.oneof(
    fc.constantFrom(
      "application/json",
      "text/html",
      "-1",
      "0",
      "1e9",
      "NaN",
      "Wed, 21 Oct 2115 07:28:00 GMT",
      `${token} ${addresses[0]}`,
    ),
    fc.string({ unit: fc.constantFrom(..."abc019 ,;:/-"), maxLength: 12 }),
  ),
  { maxKeys: 5 },
);
const statusCode = fc.oneof(
  fc.constantFrom(200, 200, 200, 207, 204, 400, 401, 403, 404, 413, 423, 429, 477, 500, 502, 503),
  fc.integer({ min: 200, max: 599 }),
);

/** Gives the answer in pieces, and breaks it off where it is told to. */
function answerWith(
  code: number,
  head: Record<string, string>,
  text: string,
  size: number,
  broken: boolean,
): Fetch {
  return () => {
    const bytes = new TextEncoder().encode(text);
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += size)));
        else if (broken) controller.error(new TypeError("terminated"));
        else controller.close();
      },
    });
    const init = { status: code, headers: head };
    return Promise.resolve(new Response([204, 205, 304].includes(code) ? null : stream, init));
  };
}

/** What a log would show of a value: its texts and those of all its causes. */
function shown(value: unknown): string {
  const parts: string[] = [JSON.stringify(value) ?? "", String(value)];
  for (let cause = value; cause instanceof Error; cause = cause.cause)
    parts.push(cause.message, cause.stack ?? "");
  return parts.join("\n");
}

const secrets = /ana\.secret|ben\.secret|pat-secret/i;

test.each(["report", "strict"] as const)(
  "whatever the server says, a call gives an outcome for each address or a typed error (%s)",
  async (validate) => {
    await fc.assert(
      fc.asyncProperty(
        statusCode,
        headers,
        body,
        fc.integer({ min: 1, max: 300 }),
        fc.boolean(),
        fc.boolean(),
        async (code, head, text, size, broken, verbose) => {
          const told: unknown[] = [];
          const client = createClient({
            accessToken: token,
            validate,
            fetch: answerWith(code, head, text, size, broken),
            retries: 0,
            onContractViolation: (error) => told.push(error),
            onResponse: (facts) => told.push(facts),
          });
          const ended: unknown = await client
            .batchUnsubscribeAll(addresses, { verbose })
            .catch((error: unknown) => error);
          for (const each of told) expect(shown(each)).not.toMatch(secrets);
          if (ended instanceof Error) {
            expect(ended).toBeInstanceOf(HubSpotError);
            expect(shown(ended)).not.toMatch(secrets);
            return;
          }
          const { outcomes } = ended as Awaited<ReturnType<typeof client.batchUnsubscribeAll>>;
          expect(outcomes.map(({ address }) => address)).toEqual(addresses);
          for (const { address, outcome } of outcomes) {
            if (outcome === "unsubscribed" || outcome === "already-unsubscribed")
              expect(isProven(text, address)).toBe(true);
          }
        },
      ),
      { seed, numRuns: 1_500 },
    );
  },
);

/** Whether a body says of an address that every status it gives is UNSUBSCRIBED. Shares no code with the client. */
function isProven(text: string, address: string): boolean {
  const parsed = JSON.parse(text) as { results?: unknown };
  const results = Array.isArray(parsed.results) ? (parsed.results as unknown[]) : [];
  const own = results.filter(
    (each): each is { statuses?: unknown } =>
      typeof each === "object" &&
      each !== null &&
      String(Reflect.get(each, "subscriberIdString")).trim().toLowerCase() ===
        address.toLowerCase(),
  );
  const statuses = own.flatMap((each) =>
    Array.isArray(each.statuses) ? (each.statuses as unknown[]) : [],
  );
  return (
    statuses.length > 0 &&
    statuses.every(
      (each) =>
        typeof each === "object" && each !== null && Reflect.get(each, "status") === "UNSUBSCRIBED",
    )
  );
}
