import type { ListEntry } from "../entry.js";
import {
  begun,
  call,
  crashed,
  equal,
  fail,
  news,
  out,
  outcomeNames,
  pending,
  people,
  shown,
  time,
  told,
  type StoreRules,
} from "./support.js";

/** What a store makes of the entries that it is given. */
export const taking: StoreRules = {
  "entries are numbered in their order, and go out as they are read": async ({ create }) => {
    const store = await begun(create);
    const taken = await store.take([
      { address: "Ana@Example.com " },
      { address: "Ben <ben@example.org>", mailbox: "ben@example.org" },
    ]);
    equal(taken, [
      {
        kind: "new",
        entry: { id: 0, row: 1, address: "Ana@Example.com ", sent: "ana@example.com" },
      },
      {
        kind: "new",
        entry: { id: 1, row: 2, address: "Ben <ben@example.org>", sent: "ben@example.org" },
      },
    ]);
    equal(await store.take([]), []);
    const [third] = await store.take([{ address: "cy@example.net" }]);
    equal(third?.kind === "new" && [third.entry.id, third.entry.row], [2, 3]);
  },

  "what is no address is set apart, with its reason": async ({ create }) => {
    const store = await begun(create);
    const taken = await store.take([
      { row: 7, address: "no-at" },
      { row: 8, address: "a\u200bb@example.com" },
      {
        row: 9,
        address: "cy@example.com",
        problem: { ok: false, reason: "encoding-guessed" },
      },
    ]);
    const outcomes = [
      { row: 7, address: "no-at", outcome: "invalid", reason: "no-at" },
      {
        row: 8,
        address: "a\u200bb@example.com",
        outcome: "invalid",
        reason: "invisible-character",
        codePoint: "U+200B",
      },
      { row: 9, address: "cy@example.com", outcome: "invalid", reason: "encoding-guessed" },
    ];
    equal(
      taken,
      outcomes.map((outcome) => ({ kind: "set-apart", outcome })),
    );
    equal(await told(store), outcomes);
  },

  "an address in another row is a duplicate of the first one": async ({ create, reopen }) => {
    let store = await begun(create);
    await store.take([{ row: "first", address: "ana@example.com" }]);
    const [here] = await store.take([{ row: "second", address: "ANA@example.com" }]);
    store = await crashed(reopen, store);
    const [later] = await store.take([{ row: "third", address: "Ana@example.com" }]);
    const duplicate = { outcome: "duplicate", sent: "ana@example.com", duplicateOf: "first" };
    const second = { row: "second", address: "ANA@example.com", ...duplicate };
    const third = { row: "third", address: "Ana@example.com", ...duplicate };
    equal(here, { kind: "set-apart", outcome: second });
    equal(later, { kind: "set-apart", outcome: third });
    equal((await told(store)).slice(1), [second, third]);
  },

  "the same row with the same address is the same entry, also after a crash": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create);
    const list: ListEntry[] = [
      { row: 1, address: "ana@example.com" },
      { row: 2, address: "ben@example.com" },
      { row: 3, address: "no-at" },
      { row: 4, address: "ana@example.com" },
    ];
    const [ana] = news(await store.take(list));
    await call(store, 1, [ana]);
    const expected = [
      { kind: "settled", id: 0, outcome: { ...shown(ana), ...out(1) } },
      { kind: "known", id: 1 },
      {
        kind: "settled",
        id: 2,
        outcome: { row: 3, address: "no-at", outcome: "invalid", reason: "no-at" },
      },
      {
        kind: "settled",
        id: 3,
        outcome: {
          row: 4,
          address: "ana@example.com",
          outcome: "duplicate",
          sent: "ana@example.com",
          duplicateOf: 1,
        },
      },
    ];
    equal(await store.take(list), expected);
    store = await crashed(reopen, store);
    equal(await store.take(list), expected);
    equal(store.totals.entries, 4);
    equal((await told(store)).length, 4);
  },

  "what the next run sends once more is known, and has no outcome yet": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create);
    const list = people(2);
    const [first, second] = news(await store.take(list));
    await call(store, 1, [first], { outcome: "unknown", reason: "no-answer", time });
    await call(store, 2, [second], { outcome: "not-sent", reason: "unavailable", time });
    store = await crashed(reopen, store);
    equal(await store.take(list), [
      { kind: "known", id: 0 },
      { kind: "known", id: 1 },
    ]);
  },

  "a row is a text, a number or a bigint, and comes back as that": async ({ create, reopen }) => {
    let store = await begun(create);
    const rows = ["a\n\u2028", 5, 5n, "5", 0, -1.5, 2n ** 70n, ""];
    const list = rows.map((row, at) => ({ row, address: `p${at}@example.com` }));
    equal(
      news(await store.take(list)).map(({ row }) => row),
      rows,
    );
    store = await crashed(reopen, store);
    equal(
      (await pending(store)).map(({ row }) => row),
      rows,
    );
    equal(
      (await told(store)).map(({ row }) => row),
      rows,
    );
    equal(
      await store.take(list),
      rows.map((_, id) => ({ kind: "known", id })),
    );
    const [other] = await store.take([{ row: "5", address: "p1@example.com" }]);
    equal(other?.kind === "set-apart" && "duplicateOf" in other.outcome && other.outcome, {
      row: "5",
      address: "p1@example.com",
      outcome: "duplicate",
      sent: "p1@example.com",
      duplicateOf: 5,
    });
  },

  "a row that is there and is no text, finite number or bigint is refused": async ({ create }) => {
    const store = await begun(create);
    for (const row of [undefined, null, Number.NaN, true, {}]) {
      // Cast: as a program without types has it.
      const wrong = { row, address: "ben@example.com" } as ListEntry;
      await store.take([wrong]).then(
        () => fail("a row that is none was not refused"),
        () => undefined,
      );
    }
    equal(store.totals.entries, 0);
  },

  "the caller's data comes back with the entry and with its outcome": async ({
    create,
    reopen,
    keepsData = true,
  }) => {
    let store = await begun(create);
    const data = { key: "a", list: [1, null, { deep: "\ud83d\ude00" }] };
    const [entry, apart] = await store.take([
      { row: 1, address: "ana@example.com", data },
      { row: 2, address: "no-at", data: 7 },
    ]);
    equal(entry?.kind === "new" && entry.entry.data, data);
    equal(apart?.kind === "set-apart" && apart.outcome.data, 7);
    if (!keepsData) return;
    equal(
      (await told(store)).map((outcome) => outcome.data),
      [data, 7],
    );
    store = await crashed(reopen, store);
    equal(
      (await pending(store)).map((each) => each.data),
      [data],
    );
    equal(
      (await told(store)).map((outcome) => outcome.data),
      [data, 7],
    );
  },

  "entries may be taken while calls are made, and each is there once": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create);
    const list = people(3000);
    const calls: Promise<void>[] = [];
    for (let from = 0; from < list.length; from += 100) {
      const entries = news(await store.take(list.slice(from, from + 100)));
      calls.push(call(store, from / 100 + 1, entries.slice(0, 90)));
    }
    await Promise.all(calls);
    const names = list.map((_, at) => (at % 100 < 90 ? "unsubscribed" : "not-sent stopped"));
    equal(await outcomeNames(store), names);
    store = await crashed(reopen, store);
    equal(await outcomeNames(store), names);
    equal(
      (await pending(store)).map(({ sent }) => sent),
      list.filter((_, at) => at % 100 >= 90).map(({ address }) => address),
    );
    equal(
      (await told(store)).map(({ row }) => row),
      list.map((_, at) => at + 1),
    );
  },
};
