import { apiVersions } from "../../index.js";
import type { JournalContents, ListFacts } from "../../node.js";
import type { Plan } from "../summary.js";
import { describeFacts } from "./describe-facts.js";
import { bindingOf } from "./open-job.js";
import { lastRoute } from "./describe-route.js";
import { describeReading } from "./describe-reading.js";
import type { ListCount } from "./list-count.js";
import type { RunFlags } from "./run-flags.js";
import { defaultServer } from "./server-flags.js";

/** What a run is about to do with a list that has been read. */
export function planOf(
  flags: RunFlags,
  count: ListCount,
  facts: ListFacts | undefined,
  job: JournalContents | undefined,
): Plan {
  const { entries, addresses, duplicates, invalid, firstDuplicates, firstInvalid } = count;
  const { takenOut, firstTakenOut } = count;
  return {
    list: facts?.name ?? flags.list,
    reading: facts === undefined ? [] : describeFacts(facts),
    notes: facts === undefined ? [] : describeReading(facts),
    firstAddresses: count.firstAddresses,
    rows: facts?.dataRows ?? 0,
    headerRow: facts?.headerRow ?? 0,
    blankRows: facts?.blankRows ?? 0,
    entries,
    addresses,
    duplicates,
    firstDuplicates,
    invalid,
    firstInvalid,
    takenOut,
    firstTakenOut,
    sending: Math.min(addresses, flags.limit ?? addresses),
    kept: 0,
    limit: flags.limit,
    server: flags.baseUrl ?? defaultServer,
    businessUnitId: flags.businessUnitId,
    ...routeOf(flags, job),
    apiVersion: flags.apiVersion ?? apiVersions[0],
    versionBefore: job?.apiVersion,
  };
}

/** What a run is about to do that goes on with a job from its journal. */
export function planToGoOn(
  {
    list,
    limit,
    apiVersion = apiVersions[0],
    ...flags
  }: Pick<RunFlags, "list" | "limit" | "apiVersion" | "route" | "dailyReserve">,
  job: JournalContents,
  left: number,
): Plan {
  const { addresses = 0, entries = 0, duplicates = 0, invalid = 0, blankRows = 0 } = job.list ?? {};
  const within = Math.min(addresses, limit ?? addresses);
  return {
    list,
    reading: [],
    notes: [],
    firstAddresses: [],
    rows: 0,
    headerRow: 0,
    blankRows,
    entries,
    addresses,
    duplicates,
    firstDuplicates: [],
    invalid,
    firstInvalid: [],
    takenOut: 0,
    firstTakenOut: [],
    sending: within,
    kept: within - left,
    limit,
    ...bindingOf(job),
    ...routeOf(flags, job),
    apiVersion,
    versionBefore: job.apiVersion,
  };
}

function routeOf(
  { route, dailyReserve }: Pick<RunFlags, "route" | "dailyReserve">,
  job: JournalContents | undefined,
): Pick<Plan, "route" | "routeBefore" | "dailyReserve"> {
  return { route, routeBefore: job && lastRoute(job), dailyReserve };
}
