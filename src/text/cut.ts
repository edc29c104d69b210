/**
 * Shortens a long text at the end of a word, so that it does not end in half an address, which would not be redacted. A
 * text without such an end is dropped.
 */
export function cutAtWord(text: string, max: number): string {
  return text.length <= max ? text : cutAt(text, max);
}

/** A text that was cut off, without its last word, which may be incomplete. */
export function dropLastWord(text: string): string {
  return text === "" ? "" : cutAt(text, text.length - 1);
}

function cutAt(text: string, max: number): string {
  let end = max;
  while (end > 0 && !/[\s"<>,]/.test(text.charAt(end))) end -= 1;
  return `${text.slice(0, end)}…`;
}
