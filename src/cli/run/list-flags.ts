import type { ListOptions } from "../../node.js";
import type { AnyFlagValues } from "../flag-values.js";
import { readWhole } from "../read-number.js";
import { UsageError } from "../usage-error.js";

/** @throws {UsageError} that names what is not right */
export function readListOptions(values: AnyFlagValues): ListOptions {
  // Whether there is such a column is seen in the list.
  const isWhole = (text: string) =>
    text.includes("=") && /[^!\s]/.test(text.split("=", 1)[0] ?? "");
  if (values.where?.every(isWhole) === false) {
    throw new UsageError('--where needs a column and a value, as in --where "status=unsubscribed"');
  }
  return {
    columns: values.column,
    encoding: values.encoding,
    separator: values.separator,
    headerRow: readWhole("--header-row", values["header-row"], 1),
    sheet: values.sheet,
    member: values.member,
    where: values.where,
    allRows: values["all-rows"],
  };
}
