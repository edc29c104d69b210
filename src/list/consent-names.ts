import {
  AGAINST,
  BOTH_ANSWERS,
  CHOICE,
  E_MAIL,
  IN_NAMES,
  KEEP_MARKS,
  LABEL_NAMES,
  LAW,
  LAW_ALONE,
  MAIL_CONTEXT,
  MAIL_FILLERS,
  MAIL_WORDS,
  MAIL_WORDS_WITHOUT_BLANKS,
  NEGATION,
  OPT,
  ORDER_MAIL,
  OTHER_CHANNEL,
  OUT_NAMES,
  OUT_WHOLE,
  REMOVE_MARKS,
  STATUS_NAMES,
  WILLING,
  WILLING_TO_MAIL,
} from "./consent-name-words.js";
import { spacedWords } from "./consent-fold.js";
import { foldHeader } from "./header.js";

/**
 * What the name of a column is about: who is `out`, who is `in`, a `status` of either; `mail`, where a yes or no is one of mail;
 * a `law` of consent, where its words or a yes or no are one of consent; a `choice`, where none is one of mail; a `mark` of who
 * is to be taken off, or a `dated-mark` of when; or another way to reach somebody than mail, of which nothing follows.
 */
export type ConsentName =
  | "out"
  | "in"
  | "status"
  | "mail"
  | "law"
  | "choice"
  | "mark"
  | "dated-mark"
  | "other-channel"
  | undefined;

/**
 * What the name of a column is about. Parts of several words begin where a word does (`casino email` is no "no email"), those
 * of one word may stand inside another (`Newsletterabmeldung`).
 */
export function nameOf(header: string): ConsentName {
  const name = foldHeader(header);
  if (name === "") return undefined;
  const has = holds(header);
  const spaced = spacedWords(header);
  if (OTHER_CHANNEL.test(spaced) && !E_MAIL.test(spaced)) return "other-channel";
  if (POSTAL_ADDRESS.test(spaced) || MARKETING_CONTACT.test(spaced)) return undefined;
  const isIn =
    IN_NAMES.some(has) ||
    /^(?:(?:last|first|date|time) )*sub(?: (?:at|on|date|time))?$/.test(spaced);
  const isWilling =
    WILLING.test(spaced) && WILLING_TO_MAIL.test(spaced) && !ORDER_MAIL.test(spaced);
  const isAgainst = () => AGAINST.some(has) || NEGATION.test(spaced.replace(BOTH_ANSWERS, ""));
  if (OUT_NAMES.some(has) || OUT_WHOLE.has(name) || /(?:^| )dn[ce](?: |$)/.test(spaced))
    return "out";
  if ((isAboutMail(header) || isIn || isWilling) && isAgainst()) return "out";
  if (isIn) return "in";
  if (isWilling) return "in";
  if (REMOVE_MARKS.has(spaced)) return "mark";
  if (DATED_MARKS.test(spaced)) return "dated-mark";
  if (KEEP_MARKS.has(spaced)) return "mail";
  if (isStatus(header) || stands(name, LABEL_NAMES) || OPT.test(spaced)) return "status";
  if (CHOICE.test(spaced) && (E_MAIL.test(spaced) || !LAW.test(spaced))) return "choice";
  if (LAW.test(spaced)) return "law";
  return isMailAlone(name, spaced) ? "mail" : undefined;
}

/** "Mailing state" */
const POSTAL_ADDRESS = /(?:^| )mailing (?:state|city|zip|address|country|street|province|postal)/;
const POST = /^(?:post|letters?|print|courrier|correo postal|carta|posta|kirje|list papierowy)$/;
const VERDICT =
  /^(?:(?:new|neuer|nouvelle|nuevo|novo|nuovo|nieuwe|after|current) )?(?:values?|wert|valeur|valor|valore|waarde|varde|vaerdi|verdi|arvo|wartosc|decision|entscheidung|decisione|decisao|besluit|result|ergebnis|answer|response|antwort|approved|granted|to|after)$/;
/** What HubSpot bills by. */
const MARKETING_CONTACT = /^marketing contact (?:status|type)/;
/** A time at which somebody was removed or deactivated. */
const DATED_MARKS =
  /^(?:(?:date|time) )?(?:removed|removal|deleted|deactivated|deaktiviert|entfernt|supprime|eliminado|removido|rimosso|verwijderd)(?: (?:at|on|date|time|am|le|el|em|il|op))?$/;
/** About a paid subscription, or a property of a newsletter. */
const DESCRIBES =
  /(?:^| )(?:plans?|tiers?|levels?|prices?|products?|term|interval|billing|period|renew\p{L}*|lang|language|sprache|langue|idioma|lingua|taal|format|name|title|topics?|version|text|page|form|urls?|country|segment|tags|list)(?= |$)/u;

/**
 * Whether a name is so clearly about consent that the command asks even if the values are not understood.
 *
 * @param isCodes they are numbers or letters, which need no more than a status to be codes of it
 */
export function mayTell(header: string, isCodes: boolean): boolean {
  const spaced = spacedWords(header);
  const about = nameOf(header);
  if (about === "out") return true;
  if (about === "in" || (about === "status" && isAboutMail(header)))
    return !BESIDE.test(spaced) && !DESCRIBES.test(spaced);
  if (!isCodes) return false;
  // In a JSON path the last name is the name of the value.
  const last = foldHeader(header.slice(header.lastIndexOf(".") + 1));
  return about === "law" || about === "mail" || STATUS_NAMES.includes(last);
}

/** Whether the numbers of a column of this name count mails or times. */
export function countsMails(header: string): boolean {
  return /(?:^| )(?:counts?|number|total|anzahl|nombre|numero|aantal|antal|rate|percent|score|emails|mails|newsletters|opens|clicks|sent|received)(?= |$)/.test(
    spacedWords(header),
  );
}

/** Whether the name is about the channel by which somebody is reached, not the one that they prefer. */
export function isChannelName(header: string): boolean {
  const name = foldHeader(header);
  return /channel|kanal|canal|kanaal|medium|チャネル|渠道|채널/.test(name) && !/prefer/.test(name);
}

/** Whether a value names a channel other than mail. */
export function isOtherChannel(value: string): boolean {
  const spaced = spacedWords(value);
  return (OTHER_CHANNEL.test(spaced) || POST.test(spaced)) && !E_MAIL.test(spaced);
}

/** Whether the name is one of a value whose meaning another column names, or of what was decided about it. */
export function isVerdictName(header: string): boolean {
  return VERDICT.test(spacedWords(header));
}

/** Whether an opt-out may have updated a column of this name. */
export function isUpdatedByAll(header: string): boolean {
  return /updat|chang|modif|consent/.test(foldHeader(header));
}

/** Whether the name speaks of mail at all. */
export function mentionsMail(header: string): boolean {
  return E_MAIL.test(spacedWords(header));
}

function isMailAlone(name: string, spaced: string): boolean {
  const words = spaced.split(" ");
  return (
    (words.some((word) => MAIL_WORDS.has(word)) &&
      words.every((word) => MAIL_WORDS.has(word) || MAIL_FILLERS.has(word))) ||
    MAIL_WORDS_WITHOUT_BLANKS.test(name)
  );
}

/** Whether the name only says that consent is recorded, so that a yes or no is about consent. */
export function isLawAlone(header: string): boolean {
  const spaced = spacedWords(header);
  return LAW_ALONE.test(spaced) || /^(?:個人情報|フライハシー)/u.test(spaced);
}

/** Whether a choice is one of mail by its name: "mail frequency", and not "preferred channel". */
export function isChoiceOfMail(header: string): boolean {
  const spaced = spacedWords(header);
  return E_MAIL.test(spaced) || /(?:^| )mail|marketing|communication|contact/.test(spaced);
}

/** A detail of an opt-out: a free text is not an answer, but a filled cell means that there was one. */
const BESIDE =
  /(?:^| )(?:reasons?|\p{L}*grund|motif|motivo|razon|\p{L}*reden|powod|sources?|\p{L}*quelle|origin|campaign|date|\p{L}*datum|data|fecha|time|timestamp|at|am|on|when|by|via|method|id|token|hash|ip|comment|notes?|type|code|error|feedback|\p{L}*kommentar)(?= |$)|理由|日/u;
/** A kind of mail behind a colon, as in HubSpot's "Opted out of email: Newsletter". */
const ONE_KIND = /:\s*(?=[\p{L}\p{N}])(.*)/u;

/** What being filled means in a column that says who is out. */
export type FilledMeans = "out" | "out-of-one-kind" | "unclear";

/** What being filled with a text of any kind means in a column whose name says that it holds who is out. */
export function filledMeans(header: string): FilledMeans {
  const behind = ONE_KIND.exec(header)?.[1];
  if (behind !== undefined && !BESIDE.test(spacedWords(behind))) return "out-of-one-kind";
  return tellsOnlyWhere(header) || BESIDE.test(spacedWords(header)) ? "out" : "unclear";
}

/** Whether the name is about what happened to a message; an empty cell in such a column says nothing. */
export function tellsOnlyWhere(header: string): boolean {
  return /bounce|complain|spam|invalid|clean|rebo(?:nd|te)/.test(foldHeader(header));
}

function holds(header: string): (part: string) => boolean {
  const spaced = ` ${spacedWords(header)}`;
  const name = foldHeader(header);
  return (part) =>
    part.includes(" ")
      ? spaced.includes(` ${spacedWords(part)}`) || name.startsWith(foldHeader(part))
      : name.includes(foldHeader(part));
}

/** Whether the name is one of a status, and not of labels of any kind. */
export function isStatus(header: string): boolean {
  return stands(foldHeader(header), STATUS_NAMES);
}

function stands(name: string, parts: readonly string[]): boolean {
  return parts.some((part) => name.endsWith(part) || name.startsWith(part));
}

/** Whether the name speaks of mail and consent, so that "active" means "gets mail". */
export function isAboutMail(header: string): boolean {
  const name = foldHeader(header);
  const spaced = spacedWords(header);
  if (LAW.test(spaced) || OPT.test(spaced) || /^list (?:status|state)$/.test(spaced)) return true;
  return MAIL_CONTEXT.some((part) => name.includes(part));
}

/** What the name of the column of addresses says of all in it: `Subscribed email`, but not of an address that is the active one. */
export function statusInAddressName(header: string): string | undefined {
  const status = statusInFileName(header);
  return status === undefined || /^active/.test(status) ? undefined : status;
}

/**
 * What the name of a file or a sheet says of everybody in it, as Mailchimp names the members of its archive
 * (`unsubscribed_members_export_….csv`).
 *
 * @param file without the folders it lies in
 */
export function statusInFileName(file: string): string | undefined {
  const name = file.replace(/\.[a-z0-9]{1,6}(?:\.gz)?$/i, "");
  return FILE_STATUS.exec(` ${spacedWords(name)} `)?.[1];
}

const FILE_STATUS =
  / ((?:do not|don t|dont|never) (?:unsubscribe|opt ?out|remove|delete)|(?:un|non|non |not )?subscribed|active|subscribers|whitelist(?:ed)?|allow ?list(?:ed)?|abonnent(?:en|i)|suscriptores|assinantes|inscritos|unsubscribes?|unsubscribers|cleaned|bounced?s?|suppress(?:ed|ions?)|complaints|opt(?:ed)? ?(?:out|in)s?|do not (?:e ?mail|contact|mail)|abmeldung(?:en)?|abgemeldete?|abonniert|desabonn\p{L}*|desinscri\p{L}*|abonnes?|bajas|suscritos|descadastrad\p{L}*|disiscritt\p{L}*|iscritti|uitgeschreven|afgemeld\p{L}*|wypisan\p{L}*|配信停止\p{L}*|購読解除\p{L}*) /u;

/** Whether such a word means that everybody in the file is out. */
export function saysOut(status: string): boolean {
  return !/^(?:non ?|not )?subscribed$|in$|ins$|^(?:do not|don t|dont|never) (?:un|opt|remove|delete)|^(?:active|subscribers|whitelist|allow|abonniert|abonnes?|abonnent|suscri|assinantes|inscritos|iscritti)/.test(
    status,
  );
}
