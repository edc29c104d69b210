/**
 * Shortens a long text at the end of a word, so that no half of an address is left that would not be
 * known for one. A text without such an end is dropped.
 */
export function cutAtWord(text: string, max: number): string {
  return text.length <= max ? text : cutAt(text, max);
}

/** A text that broke off, without the word that may not be whole. */
export function dropLastWord(text: string): string {
  return text === "" ? "" : cutAt(text, text.length - 1);
}

function cutAt(text: string, max: number): string {
  let end = max;
  while (end > 0 && !/[\s"<>,]/.test(text.charAt(end))) end -= 1;
  return `${text.slice(0, end)}…`;
}
