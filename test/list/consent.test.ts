import { describe, expect, test } from "vitest";
import { read } from "./lists.js";
import { question } from "./question.js";

describe("a list that says who is out, and of some that they are not, is a question", () => {
  test.each([
    ["German", "E-Mail;Newsletterabmeldung\nana@example.com;ja\nben@example.com;nein\n"],
    ["German, by values", "E-Mail;Bemerkung\nana@example.com;abgemeldet\nben@example.com;aktiv\n"],
    ["French", "Courriel;Statut\nana@example.com;désabonné\nben@example.com;abonné\n"],
    [
      "Spanish",
      "Correo electrónico;Estado de suscripción\nana@example.com;Dado de baja\nben@example.com;Activo\n",
    ],
    ["Portuguese", "E-mail;Situação\nana@example.com;Descadastrado\nben@example.com;Ativo\n"],
    ["Italian", "Indirizzo e-mail;Stato\nana@example.com;disiscritto\nben@example.com;iscritto\n"],
    ["Dutch", "E-mailadres;Status\nana@example.com;Uitgeschreven\nben@example.com;Actief\n"],
    ["Swedish", "E-post;Status\nana@example.com;Avregistrerad\nben@example.com;Aktiv\n"],
    ["Danish", "Email;Afmeldt nyhedsbrev\nana@example.com;ja\nben@example.com;nej\n"],
    ["Norwegian", "E-post;Nyhetsbrev\nana@example.com;nei\nben@example.com;ja\n"],
    ["Finnish", "Sähköposti;Markkinointikielto\nana@example.com;kyllä\nben@example.com;ei\n"],
    ["Polish", "Adres e-mail;Zgoda marketingowa\nana@example.com;nie\nben@example.com;tak\n"],
    ["Japanese", "メールアドレス,配信状態\nana@example.com,配信停止\nben@example.com,配信中\n"],
    ["a date", "email,unsubscribed_at\nana@example.com,2024-01-01T00:00:00Z\nben@example.com,\n"],
    ["no date at all", "email,unsubscribed_at\nana@example.com,\nben@example.com,\n"],
    ["everybody in", "email,newsletter\nana@example.com,subscribed\nben@example.com,subscribed\n"],
    ["no header", "ana@example.com,unsubscribed\nben@example.com,active\n"],
    ["bounced beside active", "email,x\nana@example.com,bounced\nben@example.com,active\n"],
    [
      "Dynamics, by its own words",
      "Email,Do not allow Bulk Emails\nana@example.com,Do Not Allow\nben@example.com,Allow\n",
    ],
    ["a flag", "email,doNotEmail\nana@example.com,1\nben@example.com,0\n"],
    [
      "JSON",
      '[{"email":"ana@example.com","status":"unsubscribed"},{"email":"ben@example.com","status":"active"}]',
    ],
  ])("%s", async (_, content) => {
    const { choices } = await question(content);
    expect(choices.at(-1)).toEqual({ what: "all 2 rows", flags: ["--all-rows"] });
    expect(choices.length).toBeGreaterThan(1);
  });

  test("late in the file too", async () => {
    await question(
      `email,status\n${"a@example.com,unsubscribed\n".repeat(20_000)}b@example.com,active\n`,
    );
  });
});

test("a filled opt-out column outweighs an opt-in column of the same row", async () => {
  const content =
    "email,OPTIN_TIME,UNSUB_TIME\na@example.com,2024-01-01,2024-02-02\nb@example.com,2024-01-01,2024-02-03\n";
  expect((await read(content)).entries).toHaveLength(2);
});

describe("what says that an opt-out does not hold makes a question of it", () => {
  test.each([
    ["who came back", "unsubscribed_at,resubscribed_at", "2024-01-01,", "2024-01-01,2025-01-01"],
    [
      "an opt-in that is later",
      "opt_in_date,opt_out_date",
      "2023-01-01,2024-01-01",
      "2025-01-01,2024-01-01",
    ],
    [
      "the same in one word",
      "last_unsub,last_sub",
      "01.02.2024,01.02.2023",
      "01.02.2020,01.02.2024",
    ],
    ["another channel", "channel,status", "EMAIL,unsubscribed", "SMS,unsubscribed"],
    ["another channel of a date", "Channel,Opt out date", "Email,2024-01-01", "Phone,2024-01-01"],
    ["another channel, in German", "Kanal,Abgemeldet", "E-Mail,ja", "Post,ja"],
    ["a value beside its name", "attribute,value", "unsubscribed,1", "unsubscribed,0"],
    [
      "a field's history",
      "Field,Old value,New value",
      "Email Opt Out,false,true",
      "Email Opt Out,true,false",
    ],
    ["a decision", "Request,Decision", "unsubscribe,approved", "unsubscribe,rejected"],
  ])("%s", async (_, names, out, stays) => {
    const list = (...rows: readonly string[]) =>
      `email,${names}\n${rows.map((row, at) => `r${at}@example.com,${row}\n`).join("")}`;
    expect((await question(list(out, stays))).message).toContain("1 of 2 rows do not");
    expect((await read(list(out, out))).entries).toHaveLength(2);
  });

  test("without a header too", async () => {
    const content = "a@example.com,unsubscribed,yes\nb@example.com,unsubscribed,no\n";
    expect((await question(content)).message).toContain("1 of 2 rows do not");
  });

  test.each([
    ["Preferred channel,status", "phone,unsubscribed", "email,unsubscribed"],
    ["unsubscribed_at,consent_updated_at", "2024-01-01,2024-02-02", "2024-01-01,2024-02-02"],
    ["status,vip", "unsubscribed,yes", "unsubscribed,no"],
    ["UNSUB_TIME,OPTIN_TIME", "2024-01-01 10:00,2024-01-01 12:00", "2024-01-01,2023-01-01"],
  ])("but nothing else does: %s", async (names, one, other) => {
    const content = `email,${names}\na@example.com,${one}\nb@example.com,${other}\n`;
    expect((await read(content)).entries).toHaveLength(2);
  });
});

test("who is out of one kind of mail in HubSpot's export has not asked to be out of all", async () => {
  const content =
    "Email,Portal Bounce,Portal Unsubscribe,Marketing Information\nana@example.com,FALSE,TRUE,TRUE\nben@example.com,FALSE,FALSE,TRUE\n";
  const { message } = await question(content);
  expect(message).toContain("1 of 2 rows do not");
});

test("saying which rows are meant answers the question, by that column only", async () => {
  const content =
    "email,status,country\na@example.com,unsubscribed,DE\nb@example.com,active,DE\nc@example.com,unsubscribed,FR\n";
  expect((await read(content, "l.csv", { where: ["status=unsubscribed"] })).read).toEqual([
    "2 a@example.com",
    "4 c@example.com",
  ]);
  const { message } = await question(content, "l.csv", { where: ["country=DE"] });
  expect(message).toContain("1 of 2 rows do not");
  expect((await read(content, "l.csv", { where: ["country=FR"] })).read).toEqual([
    "4 c@example.com",
  ]);
});

test("no answer and no message repeats an address, and none is recommended", async () => {
  const content =
    "email,status\na@example.com,unsubscribed\nb@example.com,active\nc@example.com,x@example.org\n";
  const { message, choices } = await question(content);
  expect(message).not.toContain("example.org");
  expect(choices.map(({ what }) => what).join()).not.toContain("example.org");
  expect(`${message}${choices.map(({ what }) => what).join()}`).not.toMatch(/recommend|suggest/i);
});

test.each([
  ["Unsubscribed from all email", "FALSE", "TRUE", "Unsubscribe token", "a1", "a2"],
  ["Status", "subscribed", "unsubscribed", "Unsubscribe token", "a1", "a2"],
  ["Status", "subscribed", "unsubscribed", "Unsubscribe URL", "x1", "x2"],
  ["Status", "active", "unsubscribed", "Opt-out source", "Web", "Web"],
  ["Status", "active", "unsubscribed", "Opt-out date", "2024-01-31", "2024-02-01"],
  ["Opted in", "TRUE", "FALSE", "Opt-out source", "Web", "Web"],
  ["Status", "Subscribed", "Unsubscribed", "Opt-out reason", "none given", "by phone"],
  ["Unsubscribed from all email", "FALSE", "TRUE", "Opt-out reason", "unknown", "asked"],
])(
  "what only stands beside an opt-out is no opt-out of who is said not to be: %s %s, %s %s",
  async (name, stays, goes, beside, one, other) => {
    const { choices, message } = await question(
      `email,${name},${beside}\nana@example.com,${stays},${one}\nben@example.com,${goes},${other}\n`,
    );
    expect(message).toContain("1 of 2 rows do not");
    expect(choices.map(({ flags }) => flags.join(" "))).toContain(`--where ${name}=${goes}`);
  },
);
