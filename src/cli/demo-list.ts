/** A list as it may come out of a spreadsheet: mostly in order, not quite. */
export interface DemoList {
  /** As typed, duplicates and all. */
  readonly addresses: readonly string[];
  /** How many of them repeat another in a different case. */
  readonly duplicates: number;
  /** The one that the mock refuses. */
  readonly bad: string;
  /** The one that is out before the demo begins. */
  readonly alreadyOut: string;
}

const domains = ["example.com", "example.org", "example.net"];
const people = 240;

/** The same list each time. */
export function demoList(): DemoList {
  const addresses: string[] = [];
  let duplicates = 0;
  for (let number = 1; number <= people; number += 1) {
    const address = `reader${number}@${domains[number % domains.length]}`;
    addresses.push(address);
    if (number % 60 === 0) {
      addresses.push(address.toUpperCase());
      duplicates += 1;
    }
  }
  const bad = "no-such-mailbox@example.org";
  addresses.splice(150, 0, bad);
  return { addresses, duplicates, bad, alreadyOut: addresses[10] ?? bad };
}
