/**
 * What a terminal obeys or does not show: control, format and direction characters, halves of a pair, fillers and whatever
 * else Unicode says need not be seen, and the empty Braille pattern.
 */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * A text that is fit for a terminal: each character that would act on it, or hide something, is written
 * out, such as `\u{001B}`. Line feeds stay, since they are ours; foreign ones are taken out before.
 */
export function visible(text: string): string {
  return text.replace(OBEYED, (character) => {
    if (character === "\n") return character;
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16).toUpperCase().padStart(4, "0")}}`;
  });
}

/** JSON, one value a line, in which such a character is escaped, so that it says the same to a parser. */
export function visibleJson(lines: string): string {
  return lines.replace(OBEYED, (character) => {
    if (character === "\n") return character;
    // One beyond the first 65,536 is a pair in JSON.
    return character.replace(
      /[^]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  });
}
