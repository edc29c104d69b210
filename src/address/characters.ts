/** A character that an address cannot contain, and why. */
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
const UNSEEN_FIRST = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\u2800]+/u;
const UNSEEN_LAST = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\u2800]$/u;
/**
 * Blanks; control characters; half of a pair, what stands for a character that could not be read, and what is none; all
 * else that is not seen.
 */
const ODD =
  /(\p{White_Space})|(\p{Cc})|([\p{Cs}\p{Noncharacter_Code_Point}\uFFFC\uFFFD])|[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB\u2800]/u;

/** The text without the blanks and the invisible characters at its ends. */
export function trimInvisible(text: string): string {
  const trimmed = text.trim().replace(UNSEEN_FIRST, "");
  // Not a single regular expression: `[…]+$` starts again at each blank inside, which is slow for a long cell.
  let end = trimmed.length;
  for (;;) {
    // Two units may be one character.
    const [last] = UNSEEN_LAST.exec(trimmed.slice(Math.max(0, end - 2), end)) ?? [];
    if (last === undefined) return trimmed.slice(0, end);
    end -= last.length;
  }
}

/** The first character of a text that no address holds. */
export function findOddCharacter(text: string): OddCharacter | undefined {
  const [character, blank, control, unreadable] = ODD.exec(text) ?? [];
  if (character === undefined) return undefined;
  let reason: OddCharacter["reason"] = "invisible-character";
  if (blank) reason = "blank";
  else if (control) reason = "control-character";
  else if (unreadable) reason = "unreadable-character";
  return { reason, codePoint: codePointOf(character) };
}

/** A character as its number is written: `U+00A0`. */
export function codePointOf(character: string): string {
  const number = character.codePointAt(0) ?? 0;
  return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`;
}
