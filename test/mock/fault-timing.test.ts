import { describe, expect, test } from "vitest";

import { startMock, type Fault } from "../../src/mock/index.js";
import { call, read } from "./calls.js";

const inputs = ["ada@example.com"];

describe("which calls a fault meets", () => {
  const statusesOf = async (faults: readonly Fault[], calls: number): Promise<number[]> => {
    await using mock = await startMock({ faults });
    const statuses: number[] = [];
    for (let count = 0; count < calls; count += 1) {
      statuses.push((await call(mock, inputs)).status);
    }
    return statuses;
  };
  const status = (code: number, timing: object = {}): Fault => ({
    kind: "status",
    status: code,
    body: "empty",
    ...timing,
  });

  test("the first one, once, unless told", async () => {
    expect(await statusesOf([status(500)], 2)).toEqual([500, 200]);
  });

  test("so many times, after so many calls", async () => {
    expect(await statusesOf([status(500, { skip: 1, times: 2 })], 4)).toEqual([200, 500, 500, 200]);
  });

  test("for ever", async () => {
    expect(await statusesOf([status(500, { times: "always" })], 3)).toEqual([500, 500, 500]);
  });

  test("one after the other, in the order given", async () => {
    const faults = [status(500), status(502), status(503, { times: 2 })];
    expect(await statusesOf(faults, 5)).toEqual([500, 502, 503, 503, 200]);
  });

  test("a call that an earlier fault takes does not count for a later one", async () => {
    const faults = [status(500), status(502, { skip: 1 })];
    expect(await statusesOf(faults, 4)).toEqual([500, 200, 502, 200]);
  });

  test("with an address: only calls that hold it, in any case, count", async () => {
    await using mock = await startMock({
      faults: [status(500, { address: "Bob@example.com", skip: 1 })],
    });
    const statuses: number[] = [];
    for (const address of ["bob@example.com", "ada@example.com", "BOB@example.com"]) {
      statuses.push((await call(mock, [address])).status);
    }
    expect(statuses).toEqual([200, 200, 500]);
  });

  test("with an operation: only calls of it count", async () => {
    await using mock = await startMock({
      faults: [
        status(500, { operation: "batchReadUnsubscribeAll", skip: 1 }),
        status(502, { operation: "batchUnsubscribeAll" }),
        status(503, { skip: 2 }),
      ],
    });
    const statuses: number[] = [];
    for (const send of [read, call, call, read, read]) {
      statuses.push((await send(mock, inputs)).status);
    }
    expect(statuses).toEqual([200, 502, 200, 500, 503]);
  });

  test("inject adds behind those that wait", async () => {
    await using mock = await startMock({ faults: [status(500)] });
    mock.inject(status(502), status(503));
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await call(mock, inputs)).status);
    expect(statuses).toEqual([500, 502, 503, 200]);
  });
});
