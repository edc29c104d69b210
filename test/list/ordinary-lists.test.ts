import { describe, expect, test } from "vitest";
import { read } from "./lists.js";

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

test("columns that part the rows into a few groups are told, in whatever script, and one of many values is not", async () => {
  const rows = Array.from({ length: 12 }, (_, at) =>
    [
      `r${at}@example.com`,
      at % 2 ? "Киев" : "Львов",
      at % 7,
      at % 3 ? "active" : "inactive",
    ].join(),
  );
  const { facts } = await read(`email,Город,n,status\n${rows.join("\n")}\n`);
  expect(facts.consent.columns.map(({ name, decides }) => [name, decides])).toEqual([
    ["Город", false],
    ["status", false],
  ]);
});
