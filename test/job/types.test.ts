import { expectTypeOf, test } from "vitest";

import { unsubscribeAll, verifyAll, type HubSpotClient, type Row } from "../../src/index.js";

/** Compiled and never run. */
const unrun = (check: (client: HubSpotClient) => unknown): void => void check;

test("the row of an outcome is of the type that was given, as are its data", () => {
  unrun(async (client) => {
    const people = [{ row: 7n, address: "ana@example.com", data: { name: "Ana" } }];
    for await (const each of unsubscribeAll(client, people)) {
      expectTypeOf(each.row).toEqualTypeOf<bigint>();
      expectTypeOf(each.data).toEqualTypeOf<{ name: string } | undefined>();
      if (each.outcome === "duplicate") expectTypeOf(each.duplicateOf).toEqualTypeOf<bigint>();
    }
    async function* cursor(): AsyncGenerator<{ row: string; address: string }> {}
    for await (const each of unsubscribeAll(client, cursor(), { limit: 5 })) {
      expectTypeOf(each.row).toEqualTypeOf<string>();
    }
    for await (const each of verifyAll(client, people)) {
      expectTypeOf(each.row).toEqualTypeOf<bigint>();
    }
  });
});

test("without a row of its own it may be a place in the list, which is a number", () => {
  unrun(async (client) => {
    const some: { row?: string; address: string }[] = [];
    for await (const each of unsubscribeAll(client, some)) {
      expectTypeOf(each.row).toEqualTypeOf<Row>();
    }
    for await (const each of unsubscribeAll(client, ["ana@example.com"])) {
      expectTypeOf(each.row).toEqualTypeOf<Row>();
    }
    // @ts-expect-error a text is no list
    unsubscribeAll(client, "ana@example.com");
  });
});
