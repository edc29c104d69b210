import { domainToUnicode } from "node:url";
import type { UnusualKind } from "./list-reading.js";

/** What each kind is, for a person. */
export const unusualKinds: Readonly<Record<UnusualKind, string>> = {
  label: "begins like a label (email=…)",
  mark: "begins or ends with a mark that is seldom part of an address",
  wildcard: "is a pattern for many addresses",
  masked: "looks as if a part of it was hidden",
  dots: "has dots where few servers take them",
  "dotless-domain": "has a domain without a dot",
  "mixed-scripts": "mixes letters of two scripts that look alike",
  "near-miss": "has a domain that looks like a misspelt one",
};

/**
 * Domains that are typed for large ones by mistake. A fixed table and no distance of letters: mail.com and ymail.com are real.
 */
const NEAR_MISSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "gmail.com":
      "gmial gmai gmal gmaill gmali gmil gnail gamil gmaul gmaik gmsil gmeil gimail gmaail gmailc gemail gmail.co gmail.cm gmail.om gmail.con gmail.cmo gmail.comm gmail.coom gmail.vom gmail.xom gmail.ocm gmail.c ggmail gmaol gmqil hmail.con",
    "googlemail.com": "googelmail goglemail googlemial googlemail.con googlemail.co",
    "hotmail.com":
      "hotmial hotmai hotmal hotmali hotmil hotmaill hotnail hotmaul hitmail hormail htomail homtail hotmsil hotamil hotmail.con hotmail.co hotmail.cm hotmail.cmo hotmail.comm hotmail.vom",
    "outlook.com":
      "outlok outloook outllook outlool outloo oulook otulook outlokk outluk outlook.con outlook.co outlook.cm outlook.comm outook",
    "live.com": "live.con live.cm live.comm",
    "yahoo.com":
      "yaho yahooo yhoo yhaoo yahho yaoo yahoo.con yahoo.co yahoo.cm yahoo.comm yahoo.cmo yahoo.vom yahu ayhoo",
    "icloud.com":
      "iclod icoud icluod iclould icloud.con icloud.co icloud.cm icloud.comm iclud icloude",
    "aol.com": "aol.con aol.co aol.cm aol.comm aoll",
    "msn.com": "msn.con msn.cm msn.comm",
    "comcast.net": "comcast.ne comcast.nte comcast.con comcas.net",
    "protonmail.com": "protonmial protonmai protonmail.con protomail",
    "gmx.de": "gmx.ed gmx.d gmxx.de gmx.dee",
    "gmx.net": "gmx.ner gmx.nte gmx.ne",
    "web.de": "web.d web.ed webb.de wep.de",
    "t-online.de": "tonline.de t-onlin.de t-online.d t-oline.de t-onine.de",
    "orange.fr": "ornage.fr oragne.fr orange.f orang.fr",
    "free.fr": "fre.fr free.f",
    "hotmail.fr": "hotmial.fr hotmai.fr hotmal.fr hotmail.f",
    "libero.it": "libro.it libero.i liberto.it",
    "hotmail.co.uk": "hotmail.co.ku hotmial.co.uk hotmai.co.uk hotmail.couk",
    "yahoo.co.uk": "yaho.co.uk yahooo.co.uk yahoo.couk yahoo.co.ku",
  }).flatMap(([right, wrong]) =>
    wrong
      .split(" ")
      .map((word): [string, string] => [word.includes(".") ? word : `${word}.com`, right]),
  ),
);

/** Endings that no domain has, typed by mistake for those that very many have. */
const ENDINGS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    com: "con cmo comm coom ocm vom xom cim c0m",
    org: "ogr orgg 0rg",
    net: "nte nett ner",
  }).flatMap(([right, wrong]) => wrong.split(" ").map((word): [string, string] => [word, right])),
);

const PLAIN = /^[a-z0-9][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9-]+\.)+[a-z]+$/;
const LETTER = /\p{L}/u;
const SCRIPTS: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
];

/**
 * What is odd about an address that can be sent, and what may have been meant.
 *
 * @param sent as it goes out
 */
export function unusualIn(
  sent: string,
): { readonly kind: UnusualKind; readonly hint?: string } | undefined {
  const at = sent.lastIndexOf("@");
  const local = sent.slice(0, at);
  const domain = sent.slice(at + 1);
  const right = NEAR_MISSES.get(domain);
  if (right !== undefined) return { kind: "near-miss", hint: right };
  const dot = domain.lastIndexOf(".") + 1;
  const ending = ENDINGS.get(domain.slice(dot));
  if (ending !== undefined) return { kind: "near-miss", hint: domain.slice(0, dot) + ending };
  if (PLAIN.test(sent) && !/x{4}|xn--/.test(sent)) return undefined;
  if (/^(?:e-?mail|mail|mailto|smtp|to|from|cc|bcc|address|adresse|user)[=:]/i.test(local))
    return { kind: "label" };
  if (/^\*+$|^%$|^@?\*/.test(local) && !/[a-z0-9]/i.test(local)) return { kind: "wildcard" };
  if (/[*%]/.test(domain)) return { kind: "wildcard" };
  if (/\*|x{4}|•|…|\.{3}/i.test(local)) return { kind: "masked" };
  if (/^\.|\.$|\.\./.test(local) || /^-|-$|\.-|-\./.test(domain)) return { kind: "dots" };
  if (
    !/^"/.test(local) &&
    (/^(?:%[0-9a-f]{2}|[^\p{L}\p{N}_])/iu.test(local) ||
      /[^\p{L}\p{N}\p{M}_+-]$/u.test(local) ||
      /^&[a-z]+;/i.test(local))
  ) {
    return { kind: "mark" };
  }
  if (!domain.includes(".")) return { kind: "dotless-domain" };
  // No ending has a digit, but for those that stand for letters of other scripts.
  if (/^(?!xn--).*\d/.test(domain.slice(dot))) return { kind: "near-miss" };
  if (isMixed(local) || domainToUnicode(domain).split(".").some(isMixed))
    return { kind: "mixed-scripts" };
  return undefined;
}

/** Letters of two scripts in one word, of those that have letters which look alike. */
function isMixed(word: string): boolean {
  if (!/[^\0-\x7f]/.test(word)) return false;
  const letters = [...word].filter((character) => LETTER.test(character)).join("");
  return SCRIPTS.filter((script) => script.test(letters)).length > 1;
}
