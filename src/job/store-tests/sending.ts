import type { Settled } from "../job-outcome.js";
import {
  begun,
  binding,
  call,
  crashed,
  equal,
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

/** What becomes of entries in calls, and after a crash. */
export const sending: StoreRules = {
  "what is left to be sent comes in the order in which it was taken": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create);
    equal(await pending(store), []);
    const entries = news(await store.take(people(7)));
    const [unsubscribed, already, refused, unknown, unsent, fresh, also] = entries;
    await call(store, 1, [unsent], { outcome: "not-sent", reason: "rate-limit", time });
    await call(store, 2, [unknown], { outcome: "unknown", reason: "missing", time });
    await call(store, 3, [unsubscribed]);
    await call(store, 4, [already], { outcome: "already-unsubscribed", time });
    await call(store, 5, [refused], { outcome: "rejected", reason: "VALIDATION_ERROR", time });
    store = await crashed(reopen, store);
    equal(await pending(store), [{ ...unknown, unresolved: "no-answer" }, unsent, fresh, also]);
  },

  "a call without an outcome is unresolved after a crash": async ({ create, reopen }) => {
    let store = await begun(create);
    const [first, second, third] = news(await store.take(people(3)));
    await store.calling({ call: 1, purpose: "first", entries: [first, second] });
    await store.settle([{ entry: first, result: out(1) }]);
    store = await reopen(store);
    equal(await outcomeNames(store), ["unsubscribed", "unknown interrupted", "not-sent stopped"]);
    await store.begin(binding);
    equal(await pending(store), [{ ...second, unresolved: "interrupted" }, third]);
    equal(await outcomeNames(store), ["unsubscribed", "unknown interrupted", "not-sent stopped"]);
    // It may have been carried out, whatever crashes or ends later.
    await store.end({ reason: "stopped", message: "Stopped." });
    store = await crashed(reopen, store);
    equal(await pending(store), [{ ...second, unresolved: "interrupted" }, third]);
  },

  "a call without an outcome was not carried out once the run has ended": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create);
    const [first, second] = news(await store.take(people(2)));
    await store.calling({ call: 1, purpose: "first", entries: [first] });
    await store.end({ reason: "credentials", message: "The token has expired." });
    const names = ["not-sent credentials", "not-sent credentials"];
    equal(await outcomeNames(store), names);
    store = await reopen(store);
    equal(await outcomeNames(store), names);
    await store.begin(binding);
    equal(await pending(store), [first, second]);
  },

  "what a call under way brings is unknown until then": async ({ create }) => {
    const store = await begun(create);
    const [first] = news(await store.take(people(2)));
    await store.calling({ call: 1, purpose: "first", entries: [first] });
    equal(await outcomeNames(store), ["unknown interrupted", "not-sent stopped"]);
    await store.settle([{ entry: first, result: out(1) }]);
    equal(await outcomeNames(store), ["unsubscribed", "not-sent stopped"]);
  },

  "reading back and a control take nothing from what there was": async ({ create, reopen }) => {
    let store = await begun(create);
    const [first, second] = news(await store.take(people(2)));
    await call(store, 1, [first]);
    await call(store, 2, [second], { outcome: "unknown", reason: "no-statuses", time });
    await store.calling({ call: 3, purpose: "control", entries: [first] });
    await store.calling({ call: 4, purpose: "read-back", entries: [second] });
    const names = ["unsubscribed", "unknown no-statuses"];
    equal(await outcomeNames(store), names);
    store = await crashed(reopen, store);
    equal(await outcomeNames(store), names);
    equal(await pending(store), [{ ...second, unresolved: "no-answer" }]);
  },

  "an outcome stands where a later call is refused, and gives way to a later one": async ({
    create,
    reopen,
  }) => {
    let store = await begun(create);
    const [first, second] = news(await store.take(people(2)));
    await call(store, 1, [first, second], { outcome: "unknown", reason: "no-answer", time });
    store = await crashed(reopen, store);
    await store.calling({ call: 1, purpose: "again", entries: [first, second] });
    await store.settle([{ entry: second, result: out(1) }]);
    await store.end({ reason: "unavailable", message: "HubSpot is down." });
    store = await reopen(store);
    equal(await outcomeNames(store), ["unknown no-answer", "unsubscribed"]);
    equal(store.totals.outcomes.unknown, 1);
  },

  "who was rejected is not sent by the next run, and stays so": async ({ create, reopen }) => {
    let store = await begun(create);
    const [first] = news(await store.take(people(1)));
    const result: Settled = {
      outcome: "rejected",
      reason: "VALIDATION_ERROR",
      message: "no good\n\u2028",
      time,
      correlationId: "c-1",
    };
    await call(store, 1, [first], result);
    await store.end(undefined);
    store = await crashed(reopen, store);
    equal(await pending(store), []);
    equal(await told(store), [{ ...shown(first), ...result }]);
  },

  "outcomes of a call come in parts, and together with those of others": async ({ create }) => {
    const store = await begun(create);
    const [a, b, c, d] = news(await store.take(people(4)));
    await Promise.all([
      store.calling({ call: 1, purpose: "first", entries: [a, c] }),
      store.calling({ call: 2, purpose: "first", entries: [b, d] }),
    ]);
    await store.settle([
      { entry: d, result: out(2) },
      { entry: a, result: out(1) },
    ]);
    await Promise.all([
      store.settle([{ entry: c, result: { outcome: "unknown", reason: "missing", time } }]),
      store.settle([{ entry: b, result: out(2) }]),
      store.settle([]),
    ]);
    equal(await told(store), [
      { ...shown(a), ...out(1) },
      { ...shown(b), ...out(2) },
      { ...shown(c), outcome: "unknown", reason: "missing", time },
      { ...shown(d), ...out(2) },
    ]);
  },
};
