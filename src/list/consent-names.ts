import { foldHeader } from "./header.js";
import { listed, spacedWords } from "./consent-fold.js";

/*
 * The names of columns and files by which lists say who wants mail and who does not, in the languages of HubSpot's market:
 * English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Japanese. All are
 * compared without case, accents and separators.
 */

/** Parts of the name of a column that says who is out: filled or "yes" is out. */
const OUT_NAMES = listed(`
unsub, opt out, opted out, optout, optedout, do not email, do not mail, do not contact, do not send, do not market, do not bulk email, do not disturb,
dont email, dont contact, no email, no e-mail, no mailing, no newsletter, no marketing, blocklist, block list, blacklist, black list, denylist, suppress,
bounce, spam complaint, abuse complaint, complained, marked as spam, reported spam, spam report, email invalid, invalid email, clean time, cleaned, consent withdrawn, withdrawn, revoked, removed from list, remove from, removal request, erasure request, exclude from, right to object, objection to, robinson
abgemeldet, abmeld, abbestell, ausgetragen, austrag, widerruf, widersprochen, widerspruch, sperrliste, sperrvermerk, kontaktsperre, kontakt gesperrt, nicht kontaktieren, nicht anschreiben, keine kontaktaufnahme, keine werbung, kein newsletter, keine e-mail, keine mail, werbesperre
désabonn, désinscri, ne pas contacter, ne pas envoyer, liste noire, liste rouge, stop pub, droit d'opposition, retrait du consentement
dado de baja, darse de baja, dar de baja, fecha de baja, fecha baja, motivo de baja, desuscri, cancelación de suscripción, no contactar, no enviar, no molestar, lista negra, rebotado, rebote
descadastr, não contatar, não contactar, não enviar, não perturbe, remover da lista, cancelou inscrição, cancelamento de inscrição, lista de bloqueio
disiscri, disabbonat, cancellazione iscrizione, cancellato da, non contattare, non inviare, lista nera, consenso revocato, revoca
uitgeschreven, uitschrij, afgemeld, afmeld, niet mailen, niet contacteren, niet benaderen, geen mail, geen e-mail, geen nieuwsbrief
avregistrer, avprenumerer, avanmäl, spärrlista, ingen e-post, ingen reklam
frameld, udmeldt, ingen mail, ingen e-mail
avmeldt, avmeld, reservert mot
peruutettu tilaus, peruuttanut, markkinointikielto, suoramarkkinointikielto, ei sähköpostia
wypisan, rezygnacja, zrezygnował, nie wysyłaj, nie wysyłać, nie kontaktować, cofnięta zgoda, sprzeciw, czarna lista
配信停止, 配信拒否, 受信拒否, 購読解除, 登録解除, 配信解除, 退会, オプトアウト, ブラックリスト, ブロックリスト, 配信不可, 配信不要, エラー停止
`);

/** Whole names that are parts of too many others. */
const OUT_WHOLE = new Set(["baja", "dnc", "dne", "spam", "rebond", "rebonds"]);

/** What turns a name that is about mail into one of those who are out: an account may be blocked, or have no number, too. */
const AGAINST = listed(`
do not allow, do not, dont, stop, blocked, suspended, remove, removed, removal, deleted, cancelled, canceled, disabled, invalid, excluded, exclude, refuse, refused, decline, declined, reject, object, objection, opposed, withdraw, revok
gesperrt, sperre, deaktivier, blockiert, ablehn, abgelehnt, ausgeschlossen
bloqué, refus, opposition, ne souhaite pas, ne veut pas, exclu
bloqueado, excluido, cancelado, canceló, rechaza, oposición, no desea, no quiere, no acepta
não deseja, não quer, cancelou, oposição, recus
bloccato, cancellat, opposizione, rifiut, non desidera, non vuole
geblokkeerd, spärrad, blockerad, blokeret, blokkert, estetty, kielto, zablokowan, 停止, 拒否, 解除, 不可, 不要, 除外
`);

/** Words that turn it round as well, and only as words. */
const NEGATION =
  /(?:^| )(?:no|not|non|ne|nao|nie|nicht|niet|kein\p{L}*|geen|inte|ingen|inga|ikke|ei|sin|sem|senza|sans|ohne|without|never|zonder|bez|utan|uden)(?= |$)/u;
/** "Newsletter (yes/no)" */
const BOTH_ANSWERS =
  /(?:^| )(?:yes(?: or)? no|y n|ja(?: oder)? nein|j n|oui non|o n|si no|sim nao|s n|ja nee|ja nej|ja nei|kylla ei|tak nie|true false|[01] [01])(?= |$)/u;

/** Parts of the name of a column that says who is in: filled or "yes" is in, "no" is out. */
const IN_NAMES = listed(`
opt in, opted in, optin, optedin, subscribed, consent, newsletter, mailing list, marketing allowed, email allowed, can email, can contact, may email, may contact, contactable, mailable, emailable, ok to email, ok to contact, ok to mail, okay to email, permission to, email subscriber,
accepts marketing, accepts email, accepts newsletter, marketing permission, email permission, email preference, wants email, wants news, receive email, receive news, receive our, receive marketing, receive updates, receive offers
einwilligung, zustimmung, abonniert, abonnent, werbeerlaubnis, werbung erlaubt, rundbrief, kontaktierbar, anschreibbar, mailempfang
abonné, consentement, accepte les emails, accepte la newsletter, accepte de recevoir, souhaite recevoir, lettre d'information, infolettre
suscrito, suscripto, suscriptor, suscripción, consentimiento, boletín, acepta correos, acepta publicidad, acepta marketing, acepta recibir, acepta comunicaciones, desea recibir, quiere recibir, recibe publicidad, recibir, autoriza envío, autoriza el envío
assinante, subscrito, consentimento, aceita e-mail, aceita marketing, aceita receber, aceita comunicações, deseja receber, boletim
abbonato, consenso, accetta marketing, accetta comunicazioni, accetta di ricevere, desidera ricevere
geabonneerd, toestemming, nieuwsbrief, mag gemaild, mag gecontacteerd, wil ontvangen
prenumerer, prenumerant, samtycke, nyhetsbrev
abonnerer, samtykke, nyhedsbrev
tilaaja, uutiskirje, suostumus, markkinointilupa
subskry, zgoda
購読, 配信希望, 配信可, メルマガ, メールマガジン, オプトイン, 同意, 受信可, 受信希望, 許諾, DM可
`);

/** Names of columns that may say it of both: what it says is in its values. */
const STATUS_NAMES = listed(`
status, statut, state, estado, stato, situação, tila, stan, ステータス, 状態, subscription, abonnement, abo, suscripción, assinatura, iscrizione, prenumeration, tilaus, subskrypcja, reason
`).map(foldHeader);
/** Those that may say it among much else. */
const LABEL_NAMES = listed("segment, tags, list, type").map(foldHeader);

/** What makes the name of a column one of mail and consent, so that words of many meanings count too. */
const MAIL_CONTEXT = listed(`
mail, subscri, newsletter, marketing, consent, permission, courriel, correo, abonn, abostatus, empfang, werbung, reklam, publicidad, publicité, prospection, einwilligung, consenso, consentim, toestemming, samty, suostumus, subskry, zgoda, audience, メール, 配信, 購読, 同意, メルマガ
`).map(foldHeader);

/** Words of a name that speaks of mail and of nothing else, so that its yes and no is one to mail. */
const MAIL_WORDS: ReadonlySet<string> = new Set(
  listed(`
e, mail, mails, email, emails, mailing, mailings, e-mail marketing, newsletter, newsletters, marketing, promotional, promotions, promo, advertising, communication, communications, offers, news, updates, per, via, by, to, of, the, our, is, flag, receive, receives, allowed, ok
werbung, werbe, werbemail, werbemails, kommunikation, angebote, infos, empfang, empfangen, erhalten, erlaubt, reklam, reklame
courriel, courriels, publicité, pub, prospection, offres, actualités, par, de, la, les, recevoir
correo, correos, electrónico, electrónicos, publicidad, comunicaciones, ofertas, por, envío
publicidade, comunicações, pubblicità, comunicazioni, offerte, ontvangen, aanbiedingen, reclame
`).map(spacedWords),
);
const MAIL_WORDS_WITHOUT_BLANKS =
  /^e?(?:メール|DM)?(?:配信|受信|マカシン|マカ|広告|送信)*(?:可否|許可|希望|フラク)?$/iu;

/** Other ways to reach a person, of which an opt-out of mail says nothing. */
const OTHER_CHANNEL =
  /(?:^| )(?:sms|mms|text messages?|texts?|phone|phones|telephone|mobile|handy|cell|calls?|telefon\p{L}*|telefoon|telefono|whatsapp|viber|push|cookies?|fax|postal|postalisch|brief|briefpost|direct mail)(?= |$)|電話|郵送/u;
const E_MAIL = /e ?mail|newsletter|courriel|correo|nieuwsbrief|メール|メルマガ/;

/**
 * What the name of a column is about: who is out, who is in, a status of either; `mail`, where a yes or no is one of mail; or
 * another way to reach somebody than mail, of which nothing follows.
 */
export type ConsentName = "out" | "in" | "status" | "mail" | "other-channel" | undefined;

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
  const ofMail = isAboutMail(header);
  const isIn = IN_NAMES.some(has);
  const isAgainst = () => AGAINST.some(has) || NEGATION.test(spaced.replace(BOTH_ANSWERS, ""));
  if (OUT_NAMES.some(has) || OUT_WHOLE.has(name)) return "out";
  if ((ofMail || isIn) && isAgainst()) return "out";
  if (isIn) return "in";
  if (isStatus(header) || stands(name, LABEL_NAMES)) return "status";
  const isMailAlone =
    spaced.split(" ").every((word) => MAIL_WORDS.has(word)) || MAIL_WORDS_WITHOUT_BLANKS.test(name);
  return isMailAlone ? "mail" : undefined;
}

/** What stands beside an opt-out: a text of any kind in it is no answer, and being filled says enough. */
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

/** Whether the name is about what was told of a message: from such a column follows nothing where it tells of none. */
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
  return MAIL_CONTEXT.some((part) => name.includes(part));
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
  / ((?:un|non|non |not )?subscribed|unsubscribes?|unsubscribers|cleaned|bounced?s?|suppress(?:ed|ions?)|complaints|opt(?:ed)? ?(?:out|in)s?|do not (?:e ?mail|contact|mail)|abmeldung(?:en)?|abgemeldete?|abonniert|desabonn\p{L}*|desinscri\p{L}*|abonnes?|bajas|suscritos|descadastrad\p{L}*|disiscritt\p{L}*|iscritti|uitgeschreven|afgemeld\p{L}*|wypisan\p{L}*|配信停止\p{L}*|購読解除\p{L}*) /u;

/** Whether such a word says that everybody in the file is out. */
export function saysOut(status: string): boolean {
  return !/^(?:non ?|not )?subscribed$|in$|ins$|^(?:abonniert|abonnes?|suscritos|iscritti)$/.test(
    status,
  );
}
