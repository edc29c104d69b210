import type { ListOptions } from "../../node.js";
import { readWhole } from "../read-number.js";

/** What a command that reads a list can be told of it. */
export const readingOptions = {
  column: { type: "string", multiple: true },
  encoding: { type: "string" },
  separator: { type: "string" },
  "header-row": { type: "string" },
  sheet: { type: "string" },
  member: { type: "string" },
  where: { type: "string", multiple: true },
  "all-rows": { type: "boolean" },
} as const;

/** @throws {UsageError} that names what is not right */
export function readListOptions(values: {
  readonly column?: string[] | undefined;
  readonly encoding?: string | undefined;
  readonly separator?: string | undefined;
  readonly "header-row"?: string | undefined;
  readonly sheet?: string | undefined;
  readonly member?: string | undefined;
  readonly where?: string[] | undefined;
  readonly "all-rows"?: boolean | undefined;
}): ListOptions {
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
