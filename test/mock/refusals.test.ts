import { describe, expect, test } from "vitest";

import { parseFaults, startMock, type MockOptions } from "../../src/mock/index.js";

describe("faults that are not right", () => {
  test.each<[unknown, string]>([
    [{}, "faults must be a list"],
    ["reset", "faults must be a list"],
    [[null], "faults[0] must be an object"],
    [["reset"], "faults[0] must be an object"],
    [[[]], "faults[0] must be an object"],
    [[{}], "faults[0].kind must be one of rate-limit, migration,"],
    [[{ kind: "explode" }], "faults[0].kind must be one of"],
    [[{ kind: "toString" }], "faults[0].kind must be one of"],
    [[{ kind: "truncate" }, { kind: "truncate", tiems: 2 }], "faults[1].tiems is no field"],
    [[{ kind: "truncate", when: "after" }], "faults[0].when is no field of the kind truncate"],
    [[JSON.parse('{"kind": "truncate", "__proto__": 1}')], "faults[0].__proto__ is no field"],
    [[{ kind: "truncate", skip: -1 }], "faults[0].skip must be a whole number"],
    [[{ kind: "truncate", skip: 0.5 }], "faults[0].skip must be a whole number"],
    [[{ kind: "truncate", times: 0 }], "faults[0].times must be a whole number"],
    [[{ kind: "truncate", times: "often" }], 'or "always"'],
    [[{ kind: "truncate", address: "" }], "faults[0].address must be an address"],
    [[{ kind: "truncate", operation: "batchRead" }], 'must be "batchUnsubscribeAll" or "batchRead'],
    [[{ kind: "rate-limit" }], 'faults[0].policy must be "TEN_SECONDLY_ROLLING" or'],
    [[{ kind: "rate-limit", policy: "HOURLY" }], "faults[0].policy must be"],
    [[{ kind: "rate-limit", policy: "DAILY", retryAfter: -1 }], "faults[0].retryAfter must be"],
    [[{ kind: "rate-limit", policy: "DAILY", retryAfter: "1\r\nX: y" }], "retryAfter must be"],
    [[{ kind: "migration" }], "faults[0].retryAfter must be"],
    [[{ kind: "status", status: 99, body: "json" }], "faults[0].status must be a status"],
    [[{ kind: "status", status: 600, body: "json" }], "faults[0].status must be a status"],
    [[{ kind: "status", status: 500 }], 'faults[0].body must be "json" or "html" or "empty"'],
    [[{ kind: "status", status: 500, body: "json", when: "body" }], "faults[0].when must be"],
    [[{ kind: "reset" }], "faults[0].when must be"],
    [[{ kind: "stall", when: "after" }], "faults[0].when must be"],
    [[{ kind: "bad-address", answer: "207" }], "faults[0].address must be an address"],
    [[{ kind: "bad-address", address: "a", answer: 207 }], "faults[0].answer must be"],
    [[{ kind: "bad-address", address: "a", answer: "207", named: 1 }], "named must be a boolean"],
    [[{ kind: "bad-address", address: "a", answer: "207", message: "" }], "message must be a text"],
    [[{ kind: "status", status: 400, body: "json", category: 7 }], "category must be a text"],
    [[{ kind: "reset", when: "after", message: "x" }], "message is no field of the kind reset"],
    [[{ kind: "latency" }], "faults[0].ms must be whole milliseconds"],
    [[{ kind: "latency", ms: 2 ** 31 }], "faults[0].ms must be whole milliseconds"],
    [[{ kind: "envelope" }], "faults[0].status must be a text"],
  ])("%j: %s", (faults, message) => {
    expect(() => parseFaults(faults)).toThrow(TypeError);
    expect(() => parseFaults(faults)).toThrow(message);
  });

  test("never repeats a value, which may be somebody's address", () => {
    const faults = [{ kind: "bad-address", address: "a@example.com", answer: "b@example.com" }];
    expect(() => parseFaults(faults)).toThrow(
      /^faults\[0\]\.answer must be "207" or "200" or "400"$/,
    );
  });

  test("takes every kind with all of its fields", () => {
    const timing = {
      skip: 1,
      times: "always",
      address: "a@example.com",
      operation: "batchReadUnsubscribeAll",
    };
    const words = { message: "m", category: "C" };
    const faults = [
      { kind: "rate-limit", policy: "DAILY", retryAfter: "soon", ...timing },
      { kind: "migration", retryAfter: 0, ...timing },
      {
        kind: "status",
        status: 599,
        body: "json",
        when: "after",
        retryAfter: 1,
        ...words,
        ...timing,
      },
      { kind: "reset", when: "body", ...timing },
      { kind: "stall", when: "before-headers", ...timing },
      { kind: "truncate", ...timing },
      { kind: "bad-address", answer: "400", named: false, ...words, ...timing },
      { kind: "latency", ms: 0, ...timing },
      { kind: "envelope", status: "PENDING", ...timing },
      { kind: "html-200", when: "before", ...timing },
      { kind: "empty-200", when: "before", ...timing },
    ];
    expect(parseFaults(faults)).toEqual(faults);
  });

  test("inject refuses them all if one is not right", async () => {
    await using mock = await startMock();
    // What a caller without types may hand over.
    const wrong = JSON.parse('[{"kind": "truncate"}, {"kind": "reset"}]') as [{ kind: "truncate" }];
    expect(() => mock.inject(...wrong)).toThrow("faults[1].when must be");
    expect(mock.state().faults).toEqual([]);
  });
});

describe("options that are not right", () => {
  test.each<[MockOptions, string]>([
    [{ port: -1 }, "port"],
    [{ port: 65_536 }, "port"],
    [{ port: 80.5 }, "port"],
    [{ rate: { calls: 0, seconds: 10 } }, "rate"],
    [{ rate: { calls: 1.5, seconds: 10 } }, "rate"],
    [{ rate: { calls: 1, seconds: 0 } }, "rate"],
    [{ rate: { calls: 1, seconds: Number.NaN } }, "rate"],
    [{ daily: -1 }, "daily"],
    [{ latencyMs: -1 }, "latencyMs"],
    [{ latencyMs: 2 ** 31 }, "latencyMs"],
    [{ cap: 0 }, "cap"],
    [{ readLagMs: -1 }, "readLagMs"],
    [{ readLagMs: 0.5 }, "readLagMs"],
    [JSON.parse('{"capAnswer": 200}') as MockOptions, "capAnswer must be 400 or 413"],
    [JSON.parse('{"scopes": "all"}') as MockOptions, "scopes must be a list"],
    [JSON.parse('{"scopes": [1]}') as MockOptions, "scopes must be a list"],
    // What a caller without types may hand over.
    [JSON.parse('{"rate": {"calls": 1, "seconds": "1"}}') as MockOptions, "rate"],
    [JSON.parse('{"rate": null}') as MockOptions, "rate"],
    [JSON.parse('{"bogus": 1}') as MockOptions, "bogus is no option of the mock"],
    [JSON.parse('{"toString": 1}') as MockOptions, "toString is no option of the mock"],
    [JSON.parse('{"a@example.com": 1}') as MockOptions, "a member of the options is no option"],
  ])("%j: a TypeError that names it", async (options, name) => {
    await expect(startMock(options)).rejects.toThrow(TypeError);
    await expect(startMock(options)).rejects.toThrow(name);
  });

  test.each([
    ["a private app's", ["pat", "na1", "0f0f0f0f"].join("-")],
    ["one in capitals", "PAT-eu1-x"],
    ["a JWT", `eyJ${"hbGciOi"}.e30.x`],
    ["a long opaque one", `C${"Jk0".repeat(20)}`],
    ["a long one in parts", "part-".repeat(9)],
    ["a shorter opaque one", "a1b2c3d4e5f6a7b8c9d0e1f2"],
    ["a UUID", `${"0".repeat(8)}-1111-2222-3333-${"4".repeat(12)}`],
  ])("refuses a token that looks real without repeating it: %s", async (_what, token) => {
    const refusal: unknown = await startMock({ token }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TypeError);
    expect(String(refusal)).toMatch(/token looks like a real one/);
    expect(String(refusal)).not.toContain(token);
  });

  test.each(["", "two words", "line\nbreak", "naïve"])(
    "refuses a token that cannot stand in a header: %j",
    async (token) => {
      await expect(startMock({ token })).rejects.toThrow(/^token must be a text/);
    },
  );

  test("takes made-up tokens", async () => {
    for (const token of [
      "mock-token",
      "test",
      "a-token-of-several-words",
      "justonelongwordwithoutabreak",
    ]) {
      await using mock = await startMock({ token });
      expect(mock.token).toBe(token);
    }
  });
});
