import { cutAtWord } from "./cut.js";

/** A page of this length is cut before its markup is taken off. */
const MAX_PAGE = 20_000;
/** Markup that may stand inside a word: the text-level elements of HTML, comments, and CDATA. */
const INLINE =
  /<!\[CDATA\[|\]\]>|<(?:!--[^<>]*|\/?(?:abbr|acronym|a|big|bdi|bdo|b|cite|code|data|del|dfn|em|font|ins|i|kbd|mark|nobr|q|samp|small|span|strike|strong|sub|sup|s|time|tt|u|var|wbr)(?:[\s/][^<>]*)?)>/gi;

/** Takes off markup inside words, so that `a<wbr>@example.com` is one address again. */
export function joinWords(text: string): string {
  return text.replace(INLINE, "");
}

/** The words of a page, for an error message; a title that its first words repeat is left out. */
export function plainText(page: string): string {
  const text = cutAtWord(page, MAX_PAGE).replace(/<(script|style)\b[^<>]*>[^<]*/gi, " ");
  const title = wordsOf(/<title\b[^<>]*>([^<]*)/i.exec(text)?.[1] ?? "");
  const words = wordsOf(text);
  const doubled = title !== "" && `${words} `.startsWith(`${title} ${title} `);
  return doubled ? words.slice(title.length + 1) : words;
}

function wordsOf(markup: string): string {
  return joinWords(markup)
    .replace(/<[^<>]*>?/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
