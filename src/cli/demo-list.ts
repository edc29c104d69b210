/** A list as it may come out of a spreadsheet, with what a list has that is not as it should be. */
export interface DemoList {
  /** The text of the file. */
  readonly csv: string;
  /** The address that the mock refuses. */
  readonly refused: string;
  /** The one that is out before the demo begins. */
  readonly alreadyOut: string;
}

const domains = ["example.com", "example.org", "example.net"];
const people = 1200;

/** The same list each time: repeated addresses, a blank row, two with a typo, and one that HubSpot will not take. */
export function demoList(): DemoList {
  const refused = "no-such-mailbox@example.org";
  const alreadyOut = addressOf(11);
  const rows: string[] = [];
  for (let number = 1; number <= people; number += 1) {
    const address = addressOf(number);
    rows.push(`Reader ${number},${address}`);
    if (number % 300 === 0) rows.push(`Reader ${number},${address.toUpperCase()}`);
    if (number === 400) rows.push(`No Such Mailbox,${refused}`);
    if (number === 500) rows.push("");
    if (number === 600)
      rows.push("Comma Typo,reader601@example@com", "No At Sign,reader602.example.com");
  }
  return { csv: `name,email\n${rows.join("\n")}\n`, refused, alreadyOut };
}

/** A list of a few, who are not on the other one. */
export function fewPeople(): string {
  const rows = Array.from({ length: 12 }, (_, index) => addressOf(people + 1 + index));
  return `email\n${rows.join("\n")}\n`;
}

function addressOf(number: number): string {
  return `reader${number}@${domains[number % domains.length]}`;
}

/** An export with a column that says who has asked to be out: most have not. */
export const mixedExport = `email,status
ada@example.com,subscribed
ben@example.org,unsubscribed
cleo@example.net,subscribed
dan@example.com,subscribed
eve@example.org,unsubscribed
finn@example.net,cleaned
gwen@example.com,subscribed
`;
