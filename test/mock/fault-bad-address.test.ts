import { describe, expect, test } from "vitest";

import { startMock, type Fault } from "../../src/mock/index.js";
import { call, read, readValid } from "./calls.js";

const inputs = ["ada@example.com"];

describe("bad-address", () => {
  const batch = ["ada@example.com", "BAD@example.org"];

  test.each(["207", "200"] as const)(
    "%s: the others go out, and errors[] names it",
    async (answer) => {
      await using mock = await startMock({
        faults: [{ kind: "bad-address", address: "bad@example.org", answer }],
      });
      const response = await call(mock, batch);
      expect(response.status).toBe(Number(answer));
      const body = await readValid(response);
      expect(body.numErrors).toBe(1);
      expect(body.errors).toMatchObject([{ context: { subscriberIdString: ["bad@example.org"] } }]);
      expect(body.results?.map((result) => result.subscriberIdString)).toEqual(["ada@example.com"]);
      expect(mock.state().out["portal"]).toEqual(["ada@example.com"]);
    },
  );

  test("400: the whole batch is refused", async () => {
    await using mock = await startMock({
      faults: [{ kind: "bad-address", address: "bad@example.org", answer: "400" }],
    });
    const response = await call(mock, batch);
    expect(response.status).toBe(400);
    const body = await readValid(response);
    expect(body.errors).toMatchObject([{ context: { subscriberIdString: ["bad@example.org"] } }]);
    expect(mock.state().out).toEqual({});
  });

  test.each(["207", "200", "400"] as const)("%s can keep the address to itself", async (answer) => {
    await using mock = await startMock({
      faults: [{ kind: "bad-address", address: "bad@example.org", answer, named: false }],
    });
    const text = await (await call(mock, batch)).text();
    expect(text).not.toContain("bad@example.org");
    expect(text).toContain('"errors":[]');
  });

  test("stays bad until told otherwise, and leaves batches without it alone", async () => {
    await using mock = await startMock({
      faults: [{ kind: "bad-address", address: "bad@example.org", answer: "207" }],
    });
    const statuses: number[] = [];
    for (const one of [batch, inputs, batch]) statuses.push((await call(mock, one)).status);
    expect(statuses).toEqual([207, 200, 207]);
    expect(mock.state().faults).toEqual([{ kind: "bad-address", fired: 2, left: "always" }]);
  });

  test("of several, one that sinks the batch decides, then one that asks for a 207", async () => {
    const bad = (name: string, answer: "207" | "200" | "400"): Fault => ({
      kind: "bad-address",
      address: `${name}@example.org`,
      answer,
    });
    await using mock = await startMock({
      faults: [bad("a", "200"), bad("b", "207"), bad("c", "400")],
    });
    const both = await call(mock, ["a@example.org", "b@example.org", "ada@example.com"]);
    expect(both.status).toBe(207);
    expect(await readValid(both)).toMatchObject({ numErrors: 2 });
    expect((await call(mock, ["a@example.org", "c@example.org"])).status).toBe(400);
  });
  test("takes other words: those of the 400 as a whole, or of the entry in errors[]", async () => {
    const words = { category: "CONFLICT", message: "The address is already unsubscribed." };
    const fault = { kind: "bad-address", address: "bad@example.org", ...words } as const;
    await using mock = await startMock({
      faults: [
        { ...fault, answer: "400", times: 1 },
        { ...fault, answer: "207", skip: 1 },
      ],
    });
    const sunk = await readValid(await call(mock, batch));
    expect(sunk).toMatchObject(words);
    expect(sunk.errors).toMatchObject([{ context: { subscriberIdString: ["bad@example.org"] } }]);
    expect(await readValid(await call(mock, batch))).toMatchObject({ errors: [words] });
  });

  test("refuses a read as it refuses an opt-out, unless it is of one operation", async () => {
    await using mock = await startMock({
      alreadyOut: batch,
      faults: [{ kind: "bad-address", address: "bad@example.org", answer: "207", times: 1 }],
    });
    const response = await read(mock, batch);
    expect(response.status).toBe(207);
    const body = await readValid(response);
    expect(body.errors).toMatchObject([{ context: { subscriberIdString: ["bad@example.org"] } }]);
    expect(body.results?.map((result) => result.subscriberIdString)).toEqual(["ada@example.com"]);

    mock.inject({
      kind: "bad-address",
      address: "bad@example.org",
      answer: "400",
      operation: "batchUnsubscribeAll",
    });
    expect((await read(mock, batch)).status).toBe(200);
    expect((await call(mock, batch)).status).toBe(400);
  });
});
