import { readAddress } from "../address/address.js";
import { BothSides } from "./both-sides.js";
import type { Layout } from "./columns.js";
import { consentQuestion } from "./consent-question.js";
import type { Consent } from "./consent.js";
import { isBlankRow } from "./dialect.js";
import { filterQuestion, hiddenQuestion, partsQuestion } from "./parts-question.js";
import { Sampler } from "./sampler.js";
import type { TableScan } from "./scan.js";
import type { Table } from "./table.js";
import type { EntryTaker } from "./take.js";
import { isFilled, type Filter } from "./where.js";

/** What was found in a list before its entries are taken. */
interface Found {
  readonly scan: TableScan;
  readonly layout: Layout;
  readonly filter: Filter;
  readonly consent: Consent;
  readonly taker: EntryTaker;
}

/** @throws {ListQuestion} if the list says of some that they do not ask to be out, and nobody has said which are meant */
export async function ask(
  list: string,
  table: Table,
  { scan, layout, filter, consent, taker }: Found,
): Promise<void> {
  const isSeenAsSaid = filter.columns.has(-1);
  if (scan.hidden + scan.struck > 0 && !isSeenAsSaid) throw hiddenQuestion(list, scan);
  if (scan.hidden === 0 && table.look?.hasFilter === true && !isSeenAsSaid)
    throw filterQuestion(list, scan.rows);
  if (table.keys === undefined) {
    const question = partsQuestion(list, scan, layout.columns);
    if (question !== undefined) throw question;
  }
  const isSaid = consent.speakers.some(({ column }) => filter.columns.has(column));
  if (!consent.speaks || isSaid) return;
  const sides = new BothSides();
  const filled = new Map<number, number>();
  const ragged = new Sampler();
  let [number, count, of] = [0, 0, 0];
  for await (const rows of table.rows()) {
    for (const row of rows) {
      number += 1;
      if (number <= layout.skip || isBlankRow(row)) continue;
      if (taker.mayHaveSlid(row)) ragged.add(number, "");
      for (const { column } of consent.speakers)
        if (isFilled(row[column] ?? "")) filled.set(column, (filled.get(column) ?? 0) + 1);
      if (taker.takes(row) !== true) continue;
      of += 1;
      const { side } = consent.saysOf(row);
      if (side !== "out") count += 1;
      if (side !== "out" && side !== "in") continue;
      for (const { address, mailbox } of taker.entriesOf(row, number)) {
        const read = readAddress(mailbox ?? address);
        if (read.ok) sides.see(read.sent, number, side);
      }
    }
  }
  if (count === 0) return;
  const both = { both: sides.found.count, pairs: sides.pairs, ragged };
  throw consentQuestion(list, layout.header, consent, scan, { count, of, filled, ...both });
}
