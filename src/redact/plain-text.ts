import { cutAtWord } from "./cut.js";

/** A page of this length is cut before its markup is taken off. */
const MAX_PAGE = 20_000;

/**
 * The words of a page, for an error message. Markup inside a word goes without a trace, so that
 * `a<wbr>@example.com` is one address again when it comes to the redaction.
 */
export function plainText(page: string): string {
  return cutAtWord(page, MAX_PAGE)
    .replace(/<(script|style)\b[^<>]*>[^<]*/gi, " ")
    .replace(/<\/?(?:wbr|b|i|u|em|strong|span|a|code|font)\b[^<>]*>/gi, "")
    .replace(/<[^<>]*>?/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
