import type { ListOptions } from "../../node.js";
import type { AnyFlagValues } from "../flags.js";
import { readWhole } from "../read-number.js";

/** @throws {UsageError} that names what is not right */
export function readListOptions(values: AnyFlagValues): ListOptions {
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
