import { worded, type Serialise } from "./send.js";
import { deep, headers, plain, type Rule, type Rules, type Style } from "./serialise.js";

/** How a part is written: its type alone, or its type or style, and the rules of its headers. */
type PartRule = string | (Rule & { readonly type?: string; readonly headers?: Rules });

/** The parts of a multipart body, of which files have a type of their own where the description gives them none. */
export function multipart(rules: Readonly<Record<string, PartRule>> = {}): Serialise {
  return (body, type, partHeaders = {}) => {
    const boundary = `part-${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("-")}`;
    const chunks = Object.entries(Object(body) as object).flatMap(
      ([name, value]: [string, unknown]): BlobPart[] => {
        const given = rules[name] ?? {};
        const rule = typeof given === "string" ? { type: given } : given;
        const own = partHeaders[name];
        return partsOf(name, value, rule).flatMap(([part, item], index) => [
          `--${boundary}\r\n`,
          ...writePart(part, item, rule.type, fields(own, index, rule.headers)),
          "\r\n",
        ]);
      },
    );
    return [new Blob([...chunks, `--${boundary}--\r\n`]), `${type}; boundary=${boundary}`];
  };
}

/** A list is as many parts of one name, unless a style says otherwise. */
function partsOf(name: string, value: unknown, rule: Rule): (readonly [string, unknown])[] {
  const isFile = value instanceof Blob || (Array.isArray(value) && value[0] instanceof Blob);
  if (rule.style !== undefined && !isFile && typeof value === "object" && value !== null)
    return styled(name, value, rule);
  return (Array.isArray(value) ? value : [value])
    .filter((item) => item !== undefined)
    .map((item: unknown) => [name, item] as const);
}

/** The header lines of one part. Throws a TypeError for a value that would end its line. */
function fields(own: object | readonly object[] | undefined, index: number, rules?: Rules): string {
  const values = Array.isArray(own) ? (own[index] as object | undefined) : own;
  return Object.entries(headers(values, rules))
    .filter(([name]) => !/^content-(?:type|disposition)$/i.test(name))
    .map(([name, value]) => {
      if (/[\r\n\0]/.test(name + value)) throw new TypeError(`a line break in the header ${name}`);
      return `${name}: ${value}\r\n`;
    })
    .join("");
}

function writePart(
  name: string,
  value: unknown,
  type: string | undefined,
  lines: string,
): BlobPart[] {
  const head = `Content-Disposition: form-data; name="${quoted(name)}"`;
  if (value instanceof Blob) {
    // A part with a file name is what servers take for a file.
    const file = value instanceof File ? value.name : "blob";
    const own = type ?? (value.type || "application/octet-stream");
    return [`${head}; filename="${quoted(file)}"\r\nContent-Type: ${own}\r\n${lines}\r\n`, value];
  }
  const isJson = typeof value === "object" && value !== null;
  const own = type ?? (isJson ? "application/json" : undefined);
  const written =
    own !== undefined && /[/+]json\b/i.test(own) ? JSON.stringify(value) : worded(value);
  const typed = own === undefined ? "" : `Content-Type: ${own}\r\n`;
  return [`${head}\r\n${typed}${lines}\r\n${written}`];
}

const DELIMITERS: Partial<Record<Style, string>> = { spaceDelimited: " ", pipeDelimited: "|" };

/** The parts of a multipart body for one value in a style of the query. There nothing is percent-encoded. */
function styled(
  name: string,
  value: object,
  { style = "form", explode = style === "form" || style === "deepObject" }: Rule,
): (readonly [name: string, text: string])[] {
  const asIs = (text: string) => text;
  if (style === "deepObject") return deep(name, value, asIs);
  const isList = Array.isArray(value);
  const items = Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .map(([key, item]) => [isList ? name : key, plain(name, item)] as const);
  if (explode || items.length === 0) return items;
  const texts = isList ? items.map(([, text]) => text) : items.flat();
  return [[name, texts.join(DELIMITERS[style] ?? ",")]];
}

/** As browsers do it (HTML, "multipart/form-data encoding algorithm"). */
function quoted(text: string): string {
  return text.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
