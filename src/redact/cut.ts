/**
 * Shortens a long text at the end of a word, so that no half of an address is left that would not be
 * known for one. A text without such an end is dropped.
 */
export function cutAtWord(text: string, max: number): string {
  if (text.length <= max) return text;
  let end = max;
  while (end > 0 && !/[\s"<>,]/.test(text.charAt(end))) end -= 1;
  return `${text.slice(0, end)}…`;
}
