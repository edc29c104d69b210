import { parse } from "csv-parse/sync";

import { readSmallFile } from "../files/read-file.js";
import type { MockState } from "../mock/index.js";

/** Bytes; the report of the demo has a hundredth of it. */
const most = 16 * 1024 * 1024;

/**
 * Whether exactly those that some reports call out are out, by the mock's own record. A repeated address
 * is held by its first row.
 */
export async function agrees(
  reports: readonly string[],
  state: Pick<MockState, "out">,
): Promise<boolean> {
  const out = new Set(state.out["portal"]);
  const claimed = new Set<string>();
  for (const report of reports) {
    const { text } = await readSmallFile(report, { most });
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    for (const { outcome, sent = "" } of rows) {
      if (outcome === "unsubscribed" || outcome === "already-unsubscribed") claimed.add(sent);
    }
  }
  return claimed.size === out.size && [...claimed].every((address) => out.has(address));
}
