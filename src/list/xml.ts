import { SaxesParser, type SaxesTagPlain } from "saxes";
import { ListError } from "./list-error.js";
import type { Member } from "./zip.js";

/** What may stand between two tags. */
const MAX_TEXT = 1024 * 1024;

/** What hears of the parts of an XML file. */
interface Listener {
  open(tag: SaxesTagPlain): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads an XML file to its end. */
export async function walk(
  list: string,
  member: Member | undefined,
  listener: Listener,
): Promise<void> {
  for await (const _ of walkInSteps(list, member, listener)) continue;
}

/** Reads an XML file, a piece at a time: after each, the one who asked may take what has come. */
export async function* walkInSteps(
  list: string,
  member: Member | undefined,
  listener: Listener,
): AsyncGenerator<void> {
  if (member === undefined)
    throw new ListError(list, "a part of the workbook is missing; save it again");
  const parser = new SaxesParser();
  let quiet = 0;
  parser.on("opentag", (tag) => {
    quiet = 0;
    listener.open(tag);
  });
  parser.on("closetag", ({ name }) => {
    quiet = 0;
    listener.close?.(name);
  });
  parser.on("text", (text) => listener.text?.(text));
  parser.on("cdata", (text) => listener.text?.(text));
  parser.on("error", (cause) => {
    throw new ListError(list, "the workbook is damaged; save it again", { cause });
  });
  const decoder = new TextDecoder();
  for await (const chunk of member.read()) {
    quiet += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }));
    if (quiet > MAX_TEXT)
      throw new ListError(list, "a cell holds more than 1 MiB; save the list as CSV (UTF-8)");
    yield;
  }
  parser.write(decoder.decode());
  parser.close();
  yield;
}

/** `x:row` is a `row`. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Characters that XML cannot hold are written as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
