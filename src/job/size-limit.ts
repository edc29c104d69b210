import type { HubSpotApiError } from "../errors/errors.js";
import { wordsOf } from "./rejection.js";

/** Words about a number of addresses, and about its being too great. */
const ABOUT_NUMBER = /\b(?:inputs?|batch(?:es)?|items?|records?|addresses|entries|objects)\b/i;
const TOO_GREAT =
  /\b(?:max(?:imum)?|at most|no more than|more than|up to|too (?:many|large|big)|exceed\w*|limit\w*|supported)\b/i;
/** Words about the length of a text: the number in them is no number of addresses. */
const ABOUT_LENGTH = /\b(?:length|characters?|chars|bytes)\b/i;

/**
 * How many addresses a call may hold, where a refusal is about their number: the number it names,
 * else half of what was sent. `undefined` for a refusal about anything else, as far as its words go.
 *
 * @param sent how many addresses the call held
 */
export function sizeLimitOf(error: HubSpotApiError, sent: number): number | undefined {
  if (sent <= 1) return undefined;
  const message = wordsOf(error) ?? "";
  if (!ABOUT_NUMBER.test(message) || !TOO_GREAT.test(message) || ABOUT_LENGTH.test(message)) {
    return undefined;
  }
  const named = [...message.matchAll(/(?<![\w.-])\d{1,6}(?![\w.-]*\w)/g)]
    .map(([digits]) => Number(digits))
    .filter((number) => number >= 1 && number < sent);
  return named.length === 0 ? Math.ceil(sent / 2) : Math.max(...named);
}
