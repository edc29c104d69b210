import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { ListQuestion } from "../../src/list/list-error.js";
import type { ListOptions } from "../../src/list/list-reading.js";
import { read } from "./lists.js";

async function question(
  content: string | Uint8Array,
  name?: string,
  options?: ListOptions,
): Promise<ListQuestion> {
  const error: unknown = await read(content, name, options).catch((reason: unknown) => reason);
  if (error instanceof ListQuestion) return error;
  throw new Error(error instanceof Error ? error.message : "it was read");
}

/** What each answer to the question takes, by the values of its flags. */
async function answers(
  content: string | Uint8Array,
  name?: string,
): Promise<Record<string, string>> {
  const { choices } = await question(content, name);
  const taken: Record<string, string> = {};
  for (const { flags } of choices) {
    const [flag, value = ""] = flags;
    const options = flag === "--all-rows" ? { allRows: true } : { where: [value] };
    const { read: entries } = await read(content, name, options);
    taken[value === "" ? "all" : value] = entries
      .map((entry) => entry.replace(/^\d+ (\w+)@.*/, "$1"))
      .join(" ");
  }
  return taken;
}

describe("an export that says who is out, and of some that they are not, is a question", () => {
  test.each<[string, string, string, Record<string, string>]>([
    [
      "HubSpot, contacts",
      "hubspot-crm-exports-all-contacts.csv",
      "Record ID,First Name,Email,Unsubscribed from all email\n1,Ana,ana@example.com,true\n2,Ben,ben@example.com,false\n3,Cy,cy@example.com,\n",
      {
        "Unsubscribed from all email=true": "ana",
        "Unsubscribed from all email=false": "ben",
        "Unsubscribed from all email=": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Mailchimp, members in one file",
      "members_export.csv",
      '"Email Address","First Name",MEMBER_RATING,OPTIN_TIME,UNSUB_TIME\nana@example.com,Ana,2,"2024-01-01 10:00:00",\nben@example.com,Ben,2,"2024-01-02 10:00:00","2024-05-05 10:00:00"\n',
      { "UNSUB_TIME=": "ana", "UNSUB_TIME=2024-05-05 10:00:00": "ben", all: "ana ben" },
    ],
    [
      "SendGrid, contacts",
      "contacts.csv",
      "EMAIL,FIRST_NAME,UNSUBSCRIBED\nana@example.com,Ana,1\nben@example.com,Ben,0\n",
      { "UNSUBSCRIBED=1": "ana", "UNSUBSCRIBED=0": "ben", all: "ana ben" },
    ],
    [
      "Mailgun, a mailing list",
      "list.csv",
      "address,name,subscribed\nana@example.com,Ana,yes\nben@example.com,Ben,no\n",
      { "subscribed=yes": "ana", "subscribed=no": "ben", all: "ana ben" },
    ],
    [
      "Klaviyo",
      "klaviyo.csv",
      "Email,First Name,Email Marketing Consent,Email Marketing Consent Timestamp\nana@example.com,Ana,SUBSCRIBED,2024-01-01\nben@example.com,Ben,UNSUBSCRIBED,2024-01-01\ncy@example.com,Cy,NEVER_SUBSCRIBED,\n",
      {
        "Email Marketing Consent=SUBSCRIBED": "ana",
        "Email Marketing Consent=UNSUBSCRIBED": "ben",
        "Email Marketing Consent=NEVER_SUBSCRIBED": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Brevo",
      "brevo.csv",
      "CONTACT ID;EMAIL;NAME;EMAIL_BLOCKLISTED\n1;ana@example.com;Ana;true\n2;ben@example.com;Ben;false\n",
      { "EMAIL_BLOCKLISTED=true": "ana", "EMAIL_BLOCKLISTED=false": "ben", all: "ana ben" },
    ],
    [
      "ActiveCampaign",
      "activecampaign.csv",
      "Email,Name,Status,Bounced\nana@example.com,Ana,Active,0\nben@example.com,Ben,Unsubscribed,0\ncy@example.com,Cy,Bounced,1\n",
      {
        "Status=Active": "ana",
        "Status=Unsubscribed": "ben",
        "Status=Bounced": "cy",
        "Bounced=0": "ana ben",
        "Bounced=1": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Constant Contact",
      "contacts.csv",
      "Email address,First name,Email status,Email permission status\nana@example.com,Ana,Active,Implicit\nben@example.com,Ben,Unsubscribed,Unsubscribed\n",
      {
        "Email status=Active": "ana",
        "Email status=Unsubscribed": "ben",
        "Email permission status=Implicit": "ana",
        "Email permission status=Unsubscribed": "ben",
        all: "ana ben",
      },
    ],
    [
      "Campaign Monitor",
      "list.csv",
      "Email Address,Name,State,Date\nana@example.com,Ana,Active,2024-01-01\nben@example.com,Ben,Unsubscribed,2024-01-02\ncy@example.com,Cy,Bounced,2024-01-03\n",
      {
        "State=Active": "ana",
        "State=Unsubscribed": "ben",
        "State=Bounced": "cy",
        all: "ana ben cy",
      },
    ],
    [
      "Salesforce",
      "report.csv",
      '"First Name","Email","Email Opt Out"\nAna,ana@example.com,1\nBen,ben@example.com,0\n',
      { "Email Opt Out=1": "ana", "Email Opt Out=0": "ben", all: "ana ben" },
    ],
    [
      "Salesforce, by names of the API",
      "contact.csv",
      "Id,Email,HasOptedOutOfEmail\n1,ana@example.com,true\n2,ben@example.com,false\n",
      { "HasOptedOutOfEmail=true": "ana", "HasOptedOutOfEmail=false": "ben", all: "ana ben" },
    ],
    [
      "Marketo",
      "leads.csv",
      "Email Address,Unsubscribed,Unsubscribed Reason\nana@example.com,true,too many mails\nben@example.com,false,\n",
      {
        "Unsubscribed=true": "ana",
        "Unsubscribed=false": "ben",
        "Unsubscribed Reason=too many mails": "ana",
        "Unsubscribed Reason=": "ben",
        all: "ana ben",
      },
    ],
    [
      "Shopify",
      "customers_export.csv",
      "First Name,Email,Accepts Email Marketing,Total Spent\nAna,ana@example.com,yes,1.00\nBen,ben@example.com,no,2.00\n",
      { "Accepts Email Marketing=yes": "ana", "Accepts Email Marketing=no": "ben", all: "ana ben" },
    ],
    [
      "listmonk",
      "subscribers.csv",
      "uuid,email,name,attributes,status,created_at,updated_at\nu1,ana@example.com,Ana,{},enabled,2024,2024\nu2,ben@example.com,Ben,{},blocklisted,2024,2024\n",
      { "status=enabled": "ana", "status=blocklisted": "ben", all: "ana ben" },
    ],
    [
      "Google Forms",
      "answers.csv",
      '"Timestamp","Email Address","Would you like to receive our newsletter?"\n"2024/01/01 10:00:00","ana@example.com","Yes, please"\n"2024/01/01 11:00:00","ben@example.com","No, thanks"\n',
      {
        "Would you like to receive our newsletter?=Yes, please": "ana",
        "Would you like to receive our newsletter?=No, thanks": "ben",
        all: "ana ben",
      },
    ],
    [
      "OneTrust",
      "consent.csv",
      "Identifier,Email,Purpose,Consent Status\n1,ana@example.com,Newsletter,ACTIVE\n2,ben@example.com,Newsletter,WITHDRAWN\n",
      { "Consent Status=ACTIVE": "ana", "Consent Status=WITHDRAWN": "ben", all: "ana ben" },
    ],
    [
      "Transcend",
      "preferences.csv",
      "email,MarketingEmails_optedOut\nana@example.com,TRUE\nben@example.com,FALSE\n",
      {
        "MarketingEmails_optedOut=TRUE": "ana",
        "MarketingEmails_optedOut=FALSE": "ben",
        all: "ana ben",
      },
    ],
  ])("%s", async (_, name, content, expected) => {
    const taken = await answers(content, name);
    expect(taken).toMatchObject(expected);
  });

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

  test("by the name of the file, as Mailchimp gives it", async () => {
    const { message } = await question(
      "Email Address\nana@example.com\n",
      "subscribed_email_audience_export_4f1.csv",
    );
    expect(message).toContain(
      'the name of the file ("subscribed") says who has asked to be out: 1 of 1 rows do not',
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
});

describe("a list of those who are out runs, whatever else is in it", () => {
  test.each([
    [
      "HubSpot, unsubscribes and bounces",
      "unsubscribes-and-bounces.csv",
      "Email,Portal Bounce,Portal Unsubscribe,Portal Spam Report,Global Bounce,Marketing Information\nana@example.com,FALSE,TRUE,FALSE,FALSE,TRUE\nben@example.com,TRUE,FALSE,FALSE,FALSE,FALSE\n",
    ],
    [
      "SendGrid, suppressions",
      "suppression_unsubscribes.csv",
      "email,created\nana@example.com,1704067200\n",
    ],
    [
      "Mailgun, suppressions",
      "bounces.csv",
      "address,code,error,created_at\nana@example.com,550,No such mailbox,2024-01-01\n",
    ],
    [
      "Amazon SES",
      "suppressed.json",
      '{"SuppressedDestinationSummaries":[{"EmailAddress":"ana@example.com","Reason":"BOUNCE","LastUpdateTime":1704067200.1},{"EmailAddress":"ben@example.com","Reason":"COMPLAINT","LastUpdateTime":1704067201.2}]}',
    ],
    [
      "Postmark",
      "suppressions.csv",
      "EmailAddress,SuppressionReason,Origin,CreatedAt\nana@example.com,HardBounce,Recipient,2024-01-01\nben@example.com,ManualSuppression,Customer,2024-01-01\n",
    ],
    [
      "Mailchimp, unsubscribed",
      "unsubscribed_members_export_4f1.csv",
      "Email Address,OPTIN_TIME,UNSUB_TIME,UNSUB_REASON\nana@example.com,2024-01-01,2024-02-02,NORMAL\n",
    ],
    [
      "a column in which all are",
      "list.csv",
      "email,status\nana@example.com,unsubscribed\nben@example.com,Unsubscribed\n",
    ],
  ])("%s", async (_, name, content) => {
    const { entries } = await read(content, name);
    expect(entries.length).toBeGreaterThan(0);
  });
});

describe("an ordinary list runs unstopped", () => {
  test.each([
    ["of addresses alone", "customers.csv", "email\nana@example.com\nben@example.com\n"],
    [
      "with a US state",
      "l.csv",
      "Email,State\nana@example.com,OR\nben@example.com,IN\ncy@example.com,NY\n",
    ],
    [
      "with a mailing state",
      "l.csv",
      "Email,Mailing State/Province\nana@example.com,CA\nben@example.com,NY\n",
    ],
    [
      "with a flag that is about something else",
      "l.csv",
      "email,vip\nana@example.com,yes\nben@example.com,no\n",
    ],
    [
      "with a stage",
      "hubspot.csv",
      "Record ID,Email,Lifecycle Stage,Lead Status,Marketing contact status\n1,ana@example.com,Subscriber,Open,Marketing contact\n2,ben@example.com,Customer,Unqualified,Non-marketing contact\n",
    ],
    [
      "of orders",
      "orders.csv",
      "Order,Email,Status,Cancelled at\n1,ana@example.com,paid,\n2,ben@example.com,cancelled,2024-01-01\n",
    ],
    [
      "of an event",
      "guests.csv",
      "E-Mail;Angemeldet am;Teilnahme\nana@example.com;01.02.2024;ja\nben@example.com;02.02.2024;nein\n",
    ],
    [
      "of users",
      "users.csv",
      "user_email,role,status,email_verified\nana@example.com,subscriber,active,true\nben@example.com,editor,inactive,false\n",
    ],
    [
      "of payers",
      "stripe.csv",
      "Customer Email,Subscription status,Plan\nana@example.com,active,pro\nben@example.com,past_due,pro\ncy@example.com,canceled,pro\n",
    ],
    [
      "of contacts with counts",
      "l.csv",
      "Email,Emails bounced,Emails opened,Country\nana@example.com,2,14,NO\nben@example.com,3,7,SI\n",
    ],
    [
      "with the links that a mail needs",
      "l.csv",
      "email,unsubscribe_url\nana@example.com,https://example.com/u/1\nben@example.com,https://example.com/u/2\n",
    ],
    [
      "of workers, in Spanish",
      "l.csv",
      "Correo,Trabajador,País\nana@example.com,sí,ES\nben@example.com,no,MX\n",
    ],
    [
      "with notes that begin like an answer",
      "l.csv",
      'email,note\na@example.com,"x, y"\nb@example.com,"1: see above"\n',
    ],
    [
      "of candidates",
      "l.csv",
      "Email,Application status\nana@example.com,withdrawn\nben@example.com,active\n",
    ],
    [
      "of a shop with notes",
      "l.csv",
      "Email,Notes\nana@example.com,asked about the newsletter\nben@example.com,\n",
    ],
  ])("%s", async (_, name, content) => {
    const { entries } = await read(content, name);
    expect(entries.length).toBeGreaterThan(0);
  });

  test("and its yes/no columns are told, with their counts", async () => {
    const { facts } = await read(
      "email,vip\nana@example.com,yes\nben@example.com,no\ncy@example.com,no\n",
    );
    expect(facts.consent.columns).toEqual([
      {
        column: 2,
        name: "vip",
        decides: false,
        values: [
          { value: "no", count: 2 },
          { value: "yes", count: 1 },
        ],
      },
    ]);
  });
});

test("a filled opt-out column outweighs an opt-in column of the same row", async () => {
  const content =
    "email,OPTIN_TIME,UNSUB_TIME\na@example.com,2024-01-01,2024-02-02\nb@example.com,2024-01-01,2024-02-03\n";
  expect((await read(content)).entries).toHaveLength(2);
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
