import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { read } from "./lists.js";
import { question } from "./question.js";

test("a list is a question by the name of the file, as Mailchimp gives it", async () => {
  const { message } = await question(
    "Email Address\nana@example.com\n",
    "subscribed_email_audience_export_4f1.csv",
  );
  expect(message).toContain(
    'the name or the title of the list ("subscribed") says who has asked to be out: 1 of 1 rows do not',
  );
  const archive = zipSync({
    "subscribed_email_audience_export_4f1.csv": strToU8(
      "Email Address,OPTIN_TIME\nana@example.com,2024-01-01\n",
    ),
    "unsubscribed_email_audience_export_4f1.csv": strToU8(
      "Email Address,OPTIN_TIME,UNSUB_TIME\nben@example.com,2024-01-01,2024-02-02\n",
    ),
    "cleaned_email_audience_export_4f1.csv": strToU8(
      "Email Address,OPTIN_TIME,CLEAN_TIME\ncy@example.com,2024-01-01,2024-02-02\n",
    ),
  });
  const { choices } = await question(archive, "audience_export.zip");
  expect(choices.map(({ what }) => what)).toEqual(
    expect.arrayContaining(["unsubscribed_email_audience_export_4f1.csv (1 row)"]),
  );
  const member = (name: string) => ({ member: `${name}_email_audience_export_4f1.csv` });
  await question(archive, "audience_export.zip", member("subscribed"));
  expect((await read(archive, "a.zip", member("unsubscribed"))).read).toEqual([
    "2 ben@example.com",
  ]);
  expect((await read(archive, "a.zip", member("cleaned"))).read).toEqual(["2 cy@example.com"]);
});

test("the name of a file is outweighed by what a row says", async () => {
  const text = "Email\tStatus\nana@example.com\tsubscribed\n";
  await expect(read(text, "unsubscribed.tsv")).rejects.toThrow("1 of 1 rows do not");
  await expect(read("Email\nana@example.com\n", "abonniert.csv")).rejects.toThrow("1 of 1 rows");
  expect((await read("Email\nana@example.com\n", "désabonnés.csv")).entries).toHaveLength(1);
});

test.each([
  ["do_not_unsubscribe.csv", "stops"],
  ["Active Subscribers.csv", "stops"],
  ["subscribers_active_2026.csv", "stops"],
  ["whitelist.csv", "stops"],
  ["suscriptores_activos.csv", "stops"],
  ["unsubscribers.csv", "runs"],
  ["do not e-mail.csv", "runs"],
  ["inactive.csv", "runs"],
  ["newsletter.csv", "runs"],
])("the name of a file counts as a column with one value does: %s %s", async (name, what) => {
  const reading = read("Email\nana@example.com\n", name);
  if (what === "stops") await expect(reading).rejects.toThrow("1 of 1 rows");
  else expect((await reading).entries).toHaveLength(1);
});

test("so do a folder in an archive and a list within JSON", async () => {
  const list = strToU8("email\nana@example.com\n");
  await expect(read(zipSync({ "subscribed/a.csv": list }), "l.zip")).rejects.toThrow("1 of 1 rows");
  expect((await read(zipSync({ "unsubscribed/a.csv": list }), "l.zip")).entries).toHaveLength(1);
  const inJson = (name: string) => JSON.stringify({ [name]: [{ email: "ana@example.com" }] });
  await expect(read(inJson("subscribed"), "l.json")).rejects.toThrow("1 of 1 rows do not");
  expect((await read(inJson("unsubscribed"), "l.json")).entries).toHaveLength(1);
});

test("the name of the column of addresses says who they are, as that of the file does", async () => {
  await expect(read("Subscribed email\nana@example.com\n")).rejects.toThrow("1 of 1 rows do not");
  expect((await read("Active email\nana@example.com\n")).entries).toHaveLength(1);
});
