/** A character that no address holds, and why. */
export interface OddCharacter {
  readonly reason: "blank" | "control-character" | "invisible-character" | "unreadable-character";
  /** Such as `U+200B`. */
  readonly codePoint: string;
}

/*
 * Byte order mark, zero-width characters, marks of direction, soft hyphen, word joiner, fillers and
 * the like all have the property Default_Ignorable_Code_Point; the annotation marks and the empty
 * Braille pattern do not, and are seen as little.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\u2800]/u;
const BLANK = /\p{White_Space}/u;
const CONTROL = /\p{Cc}/u;
/** Half of a pair, what stands for a character that could not be read, and what is none. */
const UNREADABLE = /[\p{Cs}\p{Noncharacter_Code_Point}\uFFFC\uFFFD]/u;
const ODD =
  /[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\u2800\p{Cs}\p{Noncharacter_Code_Point}\uFFFC\uFFFD]/u;

/** The text without the blanks and the invisible characters at its ends. */
export function trimInvisible(text: string): string {
  // Not one regexp: `[…]+$` tries again at each blank inside, and a cell may be long.
  const trimmed = text.trim();
  let start = 0;
  let end = trimmed.length;
  while (start < end) {
    const character = String.fromCodePoint(trimmed.codePointAt(start) ?? 0);
    if (!isUnseen(character)) break;
    start += character.length;
  }
  while (end > start) {
    const pair = end - start >= 2 ? trimmed.slice(end - 2, end) : "";
    const character = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(pair)
      ? pair
      : trimmed.charAt(end - 1);
    if (!isUnseen(character)) break;
    end -= character.length;
  }
  return trimmed.slice(start, end);
}

/** The first character of a text that no address holds. */
export function findOddCharacter(text: string): OddCharacter | undefined {
  const [character] = ODD.exec(text) ?? [];
  return character === undefined
    ? undefined
    : { reason: reasonOf(character), codePoint: codePointOf(character) };
}

/** A character as its number is written: `U+00A0`. */
export function codePointOf(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
}

function reasonOf(character: string): OddCharacter["reason"] {
  if (BLANK.test(character)) return "blank";
  if (CONTROL.test(character)) return "control-character";
  return UNREADABLE.test(character) ? "unreadable-character" : "invisible-character";
}

function isUnseen(character: string): boolean {
  return BLANK.test(character) || INVISIBLE.test(character);
}
