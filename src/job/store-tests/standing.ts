import {
  begun,
  binding,
  call,
  crashed,
  equal,
  fail,
  news,
  pending,
  people,
  time,
  type StoreRules,
} from "./support.js";

/** What a store says of the job as a whole. */
export const standing: StoreRules = {
  "the totals add up at any time": async ({ create, reopen }) => {
    let store = await begun(create);
    const [first, second] = news(
      await store.take([
        ...people(3),
        { address: "no-at" },
        { row: "x", address: "p0@example.com" },
      ]),
    );
    const counts = { invalid: 1, duplicate: 1, rejected: 0, unknown: 0 };
    const none = { unsubscribed: 0, "already-unsubscribed": 0, "not-sent": 0 };
    equal(store.totals, { entries: 5, pending: 3, outcomes: { ...counts, ...none } });
    await call(store, 1, [first]);
    await call(store, 2, [second], { outcome: "unknown", reason: "missing", time });
    const totals = {
      entries: 5,
      pending: 1,
      outcomes: { ...counts, ...none, unsubscribed: 1, unknown: 1 },
    };
    equal(store.totals, totals);
    store = await crashed(reopen, store);
    equal(store.totals, totals);
    await call(store, 1, [second]);
    equal(store.totals.outcomes, { ...counts, ...none, unsubscribed: 2 });
  },

  "where the job stands is known, also to the next process": async ({ create, reopen }) => {
    let store = await create();
    equal(store.standing, { phase: "new", stop: undefined });
    await store.begin(binding);
    equal(store.standing, { phase: "running", stop: undefined });
    store = await reopen(store);
    equal(store.standing, { phase: "running", stop: undefined });
    await store.begin(binding);
    const stop = { reason: "rate-limit", message: "The day is full.", resumeAt: time } as const;
    await store.end(stop);
    equal(store.standing, { phase: "stopped", stop });
    store = await reopen(store);
    equal(store.standing, { phase: "stopped", stop });
    await store.begin(binding);
    equal(store.standing, { phase: "running", stop: undefined });
    await store.end(undefined);
    equal(store.standing, { phase: "ended", stop: undefined });
    store = await reopen(store);
    equal(store.standing, { phase: "ended", stop: undefined });
  },

  "an account that is known binds, and a run of another or of one that is not known is refused":
    async ({ create, reopen }) => {
      const account = { id: 1, verified: true, type: "STANDARD", timeZone: "US/Eastern" };
      const stated = { id: 1, verified: false };
      let store = await begun(create);
      await store.begin({ ...binding, account });
      store = await reopen(store);
      for (const other of [{ ...binding, account: { id: 2, verified: true } }, binding]) {
        await store.begin(other).then(
          () => fail("a run of another account was not refused"),
          () => undefined,
        );
      }
      await store.begin({ ...binding, account: stated });
      store = await reopen(store);
      await store.begin({ ...binding, account });
    },

  "the next run may use another version of the API": async ({ create, reopen }) => {
    const store = await begun(create, { ...binding, apiVersion: "2026-03" });
    await (await reopen(store)).begin({ ...binding, apiVersion: "2026-09" });
  },

  "another server or brand is refused, and the job goes on with its own": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create, { ...binding, businessUnitId: 0 });
    const entries = news(await store.take(people(1)));
    store = await reopen(store);
    for (const other of [
      { server: "https://api-eu1.hubapi.com", businessUnitId: 0 },
      { server: binding.server, businessUnitId: 1 },
      binding,
    ]) {
      await store.begin(other).then(
        () => fail("a store begun for another job was not refused"),
        () => undefined,
      );
    }
    await store.begin({ ...binding, businessUnitId: 0 });
    equal(await pending(store), entries);
  },

  "only an earlier run makes that somebody was opted out before": async ({ create, reopen }) => {
    for (const outcome of ["unsubscribed", "already-unsubscribed", "rejected"] as const) {
      let store = await begun(create);
      const [first] = news(await store.take(people(1)));
      await call(
        store,
        1,
        [first],
        outcome === "rejected" ? { outcome, reason: "X", time } : { outcome, time },
      );
      equal(store.succeededBefore, false);
      store = await crashed(reopen, store);
      equal(store.succeededBefore, outcome !== "rejected");
    }
  },

  "the route is not bound, and what one route has taken says nothing of the other": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create);
    const [first, second] = news(await store.take(people(2)));
    await call(store, 1, [first], { outcome: "unsubscribed", time });
    for (const [route, before] of [
      ["single", false],
      ["batch", true],
      ["single", false],
    ] as const) {
      store = await reopen(store);
      await store.begin({ ...binding, route });
      equal(store.succeededBefore, before);
      equal(await pending(store), [second]);
    }
  },
};
