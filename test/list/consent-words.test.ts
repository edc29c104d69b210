import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ListQuestion } from "../../src/list/list-error.js";
import { read } from "./lists.js";

/** Whether a list of an address and these columns is taken as it stands. */
async function runs(name = "", ...rows: readonly string[]): Promise<boolean> {
  const lines = rows.map((row, index) => `reader${index}@example.com\t${row}`);
  const text = ["email\t" + name, ...lines].map((line) => `${line}\n`).join("");
  const error: unknown = await read(text, "list.tsv").then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !(error instanceof ListQuestion)) throw error;
  return error === undefined;
}

/** A column, what stands in it for who is out, and for who is not. */
type Row = readonly [column: string, out: string, stays: string];

const flags: readonly Row[] = [
  ["Newsletter (yes/no)", "no", "yes"],
  ["Marketing", "no", "yes"],
  ["Marketing emails", "off", "on"],
  ["mailable", "false", "true"],
  ["OK to email", "N", "Y"],
  ["Contactable", "No", "Yes"],
  ["Stop emails", "yes", "no"],
  ["No longer wants newsletter", "yes", "no"],
  ["Consent to marketing withdrawn", "yes", "no"],
  ["Permission to contact", "Denied", "Granted"],
  ["unsubscribed", "1.0", "0.0"],
  ["Subscribed", "❌", "✅"],
  ["Newsletter (ja/nein)", "nein", "ja"],
  ["Werbung", "nein", "ja"],
  ["Mailempfang", "nein", "ja"],
  ["Kontaktsperre", "1", "0"],
  ["Robinsonliste", "ja", "nein"],
  ["E-Mail-Deaktivierung", "1", "0"],
  ["Newsletter nicht gewünscht", "ja", "nein"],
  ["Refus de prospection par e-mail", "oui", "non"],
  ["Ne souhaite pas recevoir d'e-mails", "oui", "non"],
  ["Contactable par e-mail", "non", "oui"],
  ["Souhaitez-vous recevoir notre newsletter ?", "Non", "Oui"],
  ["Acepta comunicaciones comerciales", "no", "sí"],
  ["Se canceló la suscripción a todos los correos", "true", "false"],
  ["Recibe publicidad", "no", "sí"],
  ["Cancelou a assinatura de todos os e-mails", "Sim", "Não"],
  ["Aceita receber e-mails", "Não", "Sim"],
  ["Non desidera email", "sì", "no"],
  ["Accetta comunicazioni", "no", "sì"],
  ["Mag gemaild worden", "nee", "ja"],
  ["Geen mailings", "ja", "nee"],
  ["Zgoda RODO", "wycofana", "udzielona"],
  ["Nie wysyłać", "tak", "nie"],
  ["メール配信可否", "否", "可"],
  ["メルマガ", "希望しない", "希望する"],
  ["メール許諾", "×", "○"],
  ["メール送信除外", "1", "0"],
];

test.each(flags)(
  "%s: one direction is out, and the other is not: %s, %s",
  async (name, out, stays) => {
    expect(await runs(name, out, stays)).toBe(false);
    expect(await runs(name, out, out)).toBe(true);
    expect(await runs(name, stays, stays)).toBe(false);
  },
);

test.each<Row>([
  ["E-Mails nicht zulassen", "Nicht zulassen", "Zulassen"],
  ["Austragung", "01.02.2024", ""],
  ["Removal requested", "2024-01-01", ""],
  ["Date Unsubscribed", "02-Jan-2024", ""],
  ["unsubscribed_at, as a spreadsheet counts days", "45293", ""],
  ["Unsubscribed At", "20240102", ""],
  ["Opt Out Timestamp", "1704067200.123", ""],
  ["notes", "unsubscribe please", ""],
  ["action", "unsubscribe", "keep"],
  ["Request", "Opt out", "Update address"],
  ["status", "Unsubscribed by user", "Active subscriber"],
  ["Status", "Do Not Mail", "OK"],
  ["Bemerkung", "will keine Mails mehr: abgemeldet", "aktiv"],
  ["Bemerkung, die verneint", "abgemeldet", "nicht abgemeldet"],
  ["Statut", "Désabonné(e)", "Abonné(e)"],
  ["unsubscribedChannelIds", "[23]", "[]"],
])("%s is a question where both stand in it: %s, %s", async (name, out, stays) => {
  expect(await runs(name, out, stays)).toBe(false);
});

test.each([
  ["a text that does not say which it is", "E-Mails nicht zulassen", "Zulassen", "Zulassen"],
  ["no to one newsletter and yes to another", "Newsletter A\tNewsletter B", "no\tyes", "no\tyes"],
  ["no opt-in, and no opt-out either", "Unsubscribed\tNewsletter opt-in", "false\tno", "false\tno"],
  ["an opt-out of another channel", "Accepts Email\tAccepts SMS", "yes\tno", "yes\tno"],
  [
    "an opt-out of one kind of mail",
    "Opted out of email: Product news\tOpted out of email: One to One",
    "true\t",
    "\ttrue",
  ],
])("who is in doubt has not asked: %s", async (_, names, ...rows) => {
  expect(await runs(names, ...rows)).toBe(false);
});

test.each([
  [
    "subscribed to what is no mail",
    "Email Marketing Consent\tSMS Marketing Consent",
    "UNSUBSCRIBED\tSUBSCRIBED",
  ],
  ["who gives a reason", "Unsubscribe reason", "too many", "moved"],
  ["who gives one in German", "Abmeldegrund", "zu viele", "umgezogen"],
  ["who is out of each newsletter", "Newsletter A\tNewsletter B", "no\tno", "nein\tno"],
])("a list of those who are out runs: %s", async (_, names, ...rows) => {
  expect(await runs(names, ...rows)).toBe(true);
});

test.each([
  ["SMS opt-out", "yes", "no"],
  ["Phone opt-in", "yes", "no"],
  ["Cookie consent", "yes", "no"],
  ["Email verified", "true", "false"],
  ["Email sent", "yes", "no"],
  ["Invoice by email", "yes", "no"],
  ["Mail count", "1", "0"],
  ["Marketing qualified", "yes", "no"],
  ["Marketing persona", "CMO", "CEO"],
  ["IsEmailBounced", "false", "false"],
  ["Email hard bounce reason", "", ""],
  ["Bounce rate", "0.1", "0.3"],
  ["Offer accepted", "no", "yes"],
  ["Ticket type", "Complaint", "Question"],
  ["Gesperrtes Konto", "ja", "nein"],
  ["Inscrit à la cantine", "oui", "non"],
  ["Preferred contact", "email", "phone"],
  ["Region", "Baja California", "Alta California"],
  ["Hours", "out", "in"],
  ["", "", "yes"],
])("an ordinary column is no question: %s: %s, %s", async (name, one, other) => {
  expect(await runs(name, one, other)).toBe(true);
});

test("links beside the answer of an interface are no second list", async () => {
  const links = [{ rel: "self", href: "https://example.com/" }];
  const { read: entries } = await read(
    JSON.stringify({ members: [{ email_address: "ana@example.com" }], _links: links }),
    "members.json",
  );
  expect(entries).toEqual(["1 ana@example.com"]);
});

/** Lines of cells between bars: the name of a column, and what stands in it; a tab within one parts two columns. */
const table = (name: string): string[][] =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("|"));

// As the tools of the field, their events, forms, shops and support desks call it, a booking of consent under a law, or a hand.
test.each(table("columns-that-speak.txt"))(
  "%s: it says who is out where %s stands beside %s",
  async (name, out = "", stays = "") => {
    expect(await runs(name, out, stays)).toBe(false);
    expect(await runs(name, out, out)).toBe(true);
  },
);

test.each(table("ordinary-columns.txt"))(
  "%s says nothing of it: %s, %s",
  async (name, ...cells) => {
    expect(await runs(name, ...cells)).toBe(true);
  },
);

test.each([
  ["Opt-In", "1", "2"],
  ["subscriber_status", "1", "2", "3", "4"],
  ["Status", "C", "S", "U"],
  ["status", "1", "0"],
  ["contactLists.status", "1", "2"],
  ["unsubscribedChannelIds", "99", ""],
  ["Newsletter", "Gold", "Silver"],
  ["Unsubscribed", "-1", "0"],
  ["Unsubscribed", "disabled", "yes"],
  ["unsubscribed_at", "2024-05-05", "Jan 1"],
  ["unsubscribed_at", "45000.5", "1"],
  ["prefs", '{"marketing":false}', '{"marketing":true}'],
  ["status", "unsubscribe failed", "unsubscribed"],
  ["status", "unsubscribe pending", "unsubscribe cancelled"],
  ["RecordType", "SubscriptionChange", "Open"],
  ["type", "STATUSCHANGE", "DELIVERED"],
])("what may say it and is not understood is a question: %s: %s, %s", async (name, ...cells) => {
  expect(await runs(name, ...cells)).toBe(false);
});

test("and none where every row holds the same", async () => {
  expect(await runs("Opt-In", "2", "2")).toBe(true);
  expect(await runs("Newsletter", "Gold", "Gold")).toBe(true);
});

test("an opt-out among more values than are told apart says it of the others too", async () => {
  const clicks = Array.from({ length: 200 }, (_, index) => `click ${index}`);
  expect(await runs("event", ...clicks)).toBe(true);
  expect(await runs("event", ...clicks, "unsubscribe")).toBe(false);
  expect(await runs("note", ...clicks, "asked. The unsubscribe link was broken")).toBe(true);
});

const NO_DATES = [
  ...["1970-01-01T00:00:00Z", "1900-01-01", "1899-12-30 00:00", "1/0/1900", "0001-01-01T00:00:00"],
  ...["1/1/0001 12:00:00 AM", "1753-01-01", "1980-01-01", "9999-12-31", "31.12.2999", "4/5/2099"],
  ...[
    "Thu Jan 01 1970 00:00:00 GMT+0000",
    "NaN",
    "NaT",
    "nil",
    "unknown",
    "?",
    "/",
    "NULL",
    "never",
  ],
];
test.each(NO_DATES)(
  "what stands for no date is no opt-out, and is not filled: %s",
  async (none) => {
    const text = `email,unsubscribed_at\nout@example.com,2024-05-05\nin@example.com,${none}\n`;
    await expect(read(text, "l.csv")).rejects.toThrow("1 of 2 rows do not");
    const filled = await read(text, "l.csv", { where: ["unsubscribed_at!="] });
    expect(filled.read).toEqual(["2 out@example.com"]);
  },
);
