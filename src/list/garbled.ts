/** UTF-8 that was read as windows-1252 before it was saved: `AbonnÃ©`. */
const TWICE = /[ÂÃ][\u0080-\u00bf]/u;

/** Characters that no Western word contains, but that appear when other encodings are read as windows-1252. */
const NO_WORD =
  /[A-Za-zÀ-ÿ][‚ƒ„†‡ˆ‰¤¥¦¨©¬¯±¶¸¼½¾¿×÷\u0080-\u009f]|[A-Za-zÀ-ÿ][“”‘•˜™›][A-Za-zÀ-ÿ]|\p{Ll}[À-ÞŠŽŸ]|[À-ÿŠšŽžŸœŒ]{3}/u;

/**
 * Whether a text was read in another encoding than it was written in.
 *
 * @param isGuessed the encoding was guessed, so that odd letters in a word are no word of a language
 */
export function isGarbled(text: string, isGuessed: boolean): boolean {
  return text.includes("\ufffd") || TWICE.test(text) || (isGuessed && NO_WORD.test(text));
}
