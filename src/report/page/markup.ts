/** Markup, as distinct from a text that is still to be escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | readonly Part[];

/** Builds markup: what is put in is escaped, unless it is markup itself; `undefined` is nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0] ?? "";
  parts.forEach((part, index) => {
    text += markupOf(part) + (strings[index + 1] ?? "");
  });
  return new Html(text);
}

/**
 * A foreign text, with invisible characters made visible, isolated so that it cannot change the direction of the text
 * around it.
 */
export function foreign(text: string): Html {
  const shown = escape(text).replace(UNSEEN, (character) => {
    const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `<span class="point">U+${point}</span>`;
  });
  return new Html(`<bdi>${shown}</bdi>`);
}

/** An address, which may be broken behind its @ and its dots rather than within a word, where it is too long for a line. */
export function foreignAddress(text: string): Html {
  return new Html(foreign(text).text.replace(/[@.](?!<\/bdi>)/g, "$&<wbr>"));
}

/** JSON that cannot end a script element, whatever texts it contains. */
export function dataText(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", String.raw`\u003c`)
    .replaceAll("\u2028", String.raw`\u2028`)
    .replaceAll("\u2029", String.raw`\u2029`);
}

/** Control, format and direction characters, unpaired surrogates, and every blank except the ordinary one. */
export const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000\u115F\u1160\u3164\uFFA0]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function markupOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string") return escape(part);
  if (typeof part === "number") return String(part);
  return part.map(markupOf).join("");
}
