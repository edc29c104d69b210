import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";

import { hearSignals } from "../../src/cli/signals.js";

function hear() {
  const source = new EventEmitter();
  const left: number[] = [];
  const clock = { time: 0 };
  const signal = hearSignals(
    source,
    (code) => left.push(code),
    () => clock.time,
  );
  return { source, left, clock, signal };
}

describe("signals", () => {
  test("the first aborts with its name and leaves nothing", () => {
    const { source, left, signal } = hear();
    expect(signal.aborted).toBe(false);
    source.emit("SIGTERM");
    expect(signal.reason).toBe("SIGTERM");
    expect(left).toEqual([]);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("a second, %s, leaves at once with %i", (name, code) => {
    const { source, left, clock, signal } = hear();
    source.emit("SIGINT");
    clock.time = 1000;
    source.emit(name);
    expect(left).toEqual([code]);
    expect(signal.reason).toBe("SIGINT");
  });

  test("a terminal that is closed asks for an orderly end, and cuts none short", () => {
    const first = hear();
    first.source.emit("SIGHUP");
    expect(first.signal.reason).toBe("SIGHUP");
    const { source, left, clock, signal } = hear();
    source.emit("SIGINT");
    clock.time = 1000;
    source.emit("SIGHUP");
    expect([signal.reason, left]).toEqual(["SIGINT", []]);
    source.emit("SIGTERM");
    expect(left).toEqual([143]);
  });

  test("one that npm hands on once more is no second one", () => {
    const { source, left, clock } = hear();
    source.emit("SIGINT");
    clock.time = 20;
    source.emit("SIGINT");
    expect(left).toEqual([]);
  });

  test("a listener stays after the second, so that none of a library is alone", () => {
    const { source, clock } = hear();
    source.emit("SIGINT");
    clock.time = 1000;
    source.emit("SIGINT");
    expect(source.listenerCount("SIGINT")).toBe(1);
  });
});
