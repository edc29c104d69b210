import { foldHeader } from "./header.js";

/*
 * The words by which lists say who wants mail and who does not, in the languages of HubSpot's market: English, German,
 * French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Japanese. All are compared
 * without case, accents and separators.
 */

const listed = (words: string): readonly string[] =>
  words
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter((word) => word !== "");
const fold = (words: string): readonly string[] => listed(words).map(foldHeader);

/** Parts of the name of a column that says who is out: filled or "yes" is out. */
const OUT_NAMES = listed(`
unsub, opt out, opted out, optout, optedout, do not email, do not mail, do not contact, do not send, do not market, do not bulk email,
dont email, dont contact, no email, no e-mail, no mailing, no newsletter, no marketing, blocklist, block list, blacklist, black list, denylist, suppress,
bounce, spam complaint, abuse complaint, complained, marked as spam, reported spam, spam report, email invalid, invalid email, clean time, cleaned, consent withdrawn, withdrawn, revoked, removed from list, exclude from
abgemeldet, abmeld, abbestell, ausgetragen, widerruf, widersprochen, widerspruch, sperrliste, sperrvermerk, keine werbung, kein newsletter, keine e-mail, keine mail, werbesperre
désabonn, désinscri, ne pas contacter, ne pas envoyer, liste noire, droit d'opposition, retrait du consentement
dado de baja, fecha de baja, fecha baja, motivo de baja, desuscri, cancelación de suscripción, no contactar, no enviar, lista negra, rebotado
descadastr, não contatar, não contactar, não enviar, lista de bloqueio
disiscri, disabbonat, cancellazione iscrizione, non contattare, non inviare, lista nera, consenso revocato
uitgeschreven, uitschrij, afgemeld, afmeld, niet mailen, niet contacteren, geen mail, geen e-mail, geen nieuwsbrief
avregistrer, avprenumerer, avanmäl, spärrlista, ingen e-post, ingen reklam
frameld, udmeldt, ingen mail, ingen e-mail
avmeldt, avmeld, reservert mot
peruutettu tilaus, peruuttanut, markkinointikielto, suoramarkkinointikielto, ei sähköpostia
wypisan, rezygnacja, zrezygnował, nie wysyłaj, nie kontaktować, cofnięta zgoda, sprzeciw
配信停止, 配信拒否, 受信拒否, 購読解除, 登録解除, 配信解除, 退会, オプトアウト, ブラックリスト, ブロックリスト, 配信不可
`);

/** The same, where the name is about mail: an account may be blocked too. */
const OUT_NAMES_OF_MAIL = listed(`
do not allow, blocked, suspended, removed, deleted, cancelled, canceled, disabled, invalid, excluded, gesperrt, blockiert, bloqué, bloqueado, bloccato, geblokkeerd, spärrad, blockerad, blokeret, blokkert, estetty, kielto, zablokowan, excluido, cancelado, cancellat, 停止, 拒否, 解除
`);

/** Parts of the name of a column that says who is in: filled or "yes" is in, "no" is out. */
const IN_NAMES = listed(`
opt in, opted in, optin, optedin, subscribed, consent, newsletter, mailing list, marketing allowed, email allowed, can email, can contact, may email,
accepts marketing, accepts email, accepts newsletter, marketing permission, email permission, wants email, receive email, receive news, receive our, receive marketing, receive updates
einwilligung, zustimmung, abonniert, abonnent, werbeerlaubnis, werbung erlaubt, rundbrief
abonné, consentement, accepte les emails, accepte la newsletter, lettre d'information, infolettre
suscrito, suscripto, suscripción, consentimiento, boletín, acepta correos, acepta publicidad, acepta marketing
assinante, consentimento, aceita e-mail, aceita marketing, boletim
abbonato, consenso, accetta marketing
geabonneerd, toestemming, nieuwsbrief
prenumerer, prenumerant, samtycke, nyhetsbrev
abonnerer, samtykke, nyhedsbrev
tilaaja, uutiskirje, suostumus, markkinointilupa
subskry, zgoda
購読, 配信希望, 配信可, メルマガ, メールマガジン, オプトイン, 同意, 受信可, 受信希望
`);

/** Names of a column that may say it of both: what it says is in its values. */
const STATUS_NAMES = fold(`
status, statut, state, estado, stato, situação, tila, stan, ステータス, 状態, subscription, abonnement, abo, suscripción, assinatura, iscrizione, prenumeration, tilaus, subskrypcja, reason, segment, tags, list, type
`);

/** What makes the name of a column one of mail and consent, so that words of many meanings count too. */
const MAIL_CONTEXT = fold(`
mail, subscri, newsletter, marketing, consent, permission, courriel, correo, abonn, einwilligung, consenso, toestemming, samty, suostumus, zgoda, audience, メール, 配信, 購読, 同意
`);

/** A status of a paid subscription, not of a newsletter. */
const BILLING = new Set(
  fold("trialing, trial, past due, unpaid, incomplete, incomplete expired, paused, non renewing"),
);

/** Values that say in every list that somebody is out. */
const OUT = new Set(
  fold(`
unsubscribed, unsubscribe, unsub, unsubbed, opted out, opt out, global unsubscribe, globally unsubscribed, email opt out, bounced, bounce, bounces, hard bounce, hard bounced,
cleaned, complained, complaint, complaints, spam, spam complaint, spam report, marked as spam, reported spam, abuse, abuse complaint, blocklisted, blacklisted, blacklist, blocklist, suppressed, suppression, manual suppression,
do not email, do not contact, dnc, no consent, consent withdrawn, unsubscribed by admin, list unsubscribe, one click unsubscribe
abgemeldet, abbestellt, ausgetragen, widersprochen
désabonné, désabonnée, désinscrit, désinscrite
dado de baja, dada de baja, de baja, baja, desuscrito, desuscrita, rebotado
descadastrado, descadastrada, desinscrito, desinscrita
disiscritto, disiscritta, disabbonato, disabbonata
uitgeschreven, afgemeld
avregistrerad, avprenumererad, avanmäld
afmeldt, frameldt
avmeldt
peruuttanut tilauksen
wypisany, wypisana, wypisano
配信停止, 配信拒否, 受信拒否, 購読解除, 登録解除, 退会, オプトアウト
`),
);

/** Values that say in every list that somebody has not asked to be out. */
const IN = new Set(
  fold(`
subscribed, resubscribed, opted in, opt in, double opt in, single opt in, confirmed opt in, consented, consent given, never subscribed, non subscribed, not subscribed, unconfirmed, not specified
abonniert, eingewilligt, suscrito, suscrita, suscripto, geabonneerd, prenumererar, abonnerer, tilannut, subskrybuje, 購読中, 配信中, 配信希望, オプトイン
`),
);

/** Values that mean it only where the column is one of mail and consent, or where others in it do. */
const WEAK_OUT = new Set(
  fold(`
inactive, do not allow, disallowed, disabled, deleted, removed, blocked, cancelled, canceled, rejected, declined, denied, expired, refused, archived, withdrawn, withdrew, revoked, out
inaktiv, gesperrt, blockiert, gelöscht, widerrufen, inactif, bloqué, supprimé, refusé, retiré, inactivo, bloqueado, cancelado, cancelada, rechazado, inativo, inattivo, bloccato, rifiutato, revocato, cancellato, cancellata, inactief, geblokkeerd, spärrad, udmeldt, blokeret, blokkert, peruutettu, perunut, peruuttanut, poistunut, estetty, nieaktywny, zablokowany, zrezygnował, zrezygnowała, 無効, 拒否, 停止, 停止中, 解除
`),
);
const WEAK_IN = new Set(
  fold(`
active, enabled, pending, confirmed, accepted, granted, allow, allowed, registered, member, implicit, express, transactional, subscriber, subscribers, in
aktiv, angemeldet, bestätigt, abonnent, actif, inscrit, inscrite, confirmé, abonné, abonnée, activo, activa, inscrito, inscrita, confirmado, suscriptor, ativo, ativa, assinante, attivo, iscritto, iscritta, confermato, abbonato, abbonata, actief, ingeschreven, aangemeld, prenumerant, tilmeldt, påmeldt, aktiivinen, tilaaja, aktywny, zapisany, subskrybent, 有効, 登録中, 登録済み, 同意, 購読
`),
);

const YES = new Set(
  fold(
    "yes, y, true, t, 1, on, x, ✓, ✔, ☑, checked, ja, j, wahr, oui, o, vrai, sí, si, s, verdadero, sim, verdadeiro, vero, waar, kyllä, tosi, tak, prawda, はい, 有",
  ),
);
const NO = new Set(
  fold(
    "no, n, false, f, 0, off, unchecked, none, never, nein, falsch, non, faux, falso, não, nao, nee, onwaar, nej, nei, ei, epätosi, nie, fałsz, いいえ, 無, null, n/a, undefined, 0000-00-00, 0000-00-00 00:00:00",
  ),
);

/** What the name of a column is about. */
export type ConsentName = "out" | "in" | "status" | undefined;

/**
 * What the name of a column is about. Parts of several words begin where a word does (`casino email` is no "no email"), those
 * of one word may stand inside another (`Newsletterabmeldung`).
 */
export function nameOf(header: string): ConsentName {
  const spaced = ` ${spacedWords(header)}`;
  const name = foldHeader(header);
  const has = (part: string) =>
    part.includes(" ")
      ? spaced.includes(` ${spacedWords(part)}`) || name.startsWith(foldHeader(part))
      : name.includes(foldHeader(part));
  if (OUT_NAMES.some(has) || name === "baja" || name === "dnc" || name === "spam") return "out";
  if (OUT_NAMES_OF_MAIL.some(has) && isAboutMail(header)) return "out";
  if (IN_NAMES.some(has)) return "in";
  return STATUS_NAMES.some((part) => name.endsWith(part) || name.startsWith(part))
    ? "status"
    : undefined;
}

/** `HasOptedOutOfEmail` and `HAS_OPTED_OUT` as words. */
function spacedWords(text: string): string {
  return text
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, " ")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Whether the name speaks of mail and consent, so that "active" means "gets mail". */
export function isAboutMail(header: string): boolean {
  const name = foldHeader(header);
  return MAIL_CONTEXT.some((part) => name.includes(part));
}

/** What one value says, whatever the column: a word that is plain, one that means it in a column of mail, yes, no, nothing. */
export type ValueKind =
  "out" | "in" | "weak-out" | "weak-in" | "yes" | "no" | "billing" | "other" | "empty";

export function kindOfValue(value: string): ValueKind {
  const text = foldHeader(value);
  if (text === "" || /^[-–—.]+$/.test(text)) return "empty";
  const whole = kindOfWord(text);
  if (whole !== undefined) return whole;
  // "Unsubscribed (2024-01-31)", "vip; unsubscribed": whichever of its words weighs most.
  const parts = value.split(/[,;|/:([]|\s-\s/).map(foldHeader);
  const kinds = parts.map(kindOfWord);
  const said = (["out", "in", "weak-out", "weak-in"] as const).find((kind) => kinds.includes(kind));
  if (said !== undefined) return said;
  // "Yes, please": no mark or number, which may begin a text of any kind.
  const [first = ""] = parts;
  const kind = /^\p{L}{2,}$/u.test(first) ? kindOfWord(first) : undefined;
  return kind === "yes" || kind === "no" ? kind : "other";
}

function kindOfWord(word: string): ValueKind | undefined {
  if (OUT.has(word)) return "out";
  if (IN.has(word)) return "in";
  if (YES.has(word)) return "yes";
  if (NO.has(word)) return "no";
  if (WEAK_OUT.has(word)) return "weak-out";
  if (WEAK_IN.has(word)) return "weak-in";
  return BILLING.has(word) ? "billing" : undefined;
}

/**
 * What the name of a file says of everybody in it, as Mailchimp names the members of its archive
 * (`unsubscribed_members_export_….csv`).
 *
 * @param file without the folders it lies in
 */
export function statusInFileName(file: string): string | undefined {
  const name = file.toLowerCase().replace(/\.[a-z0-9]{1,6}(?:\.gz)?$/, "");
  const words = ` ${name.replace(/[^a-z]+/g, " ")} `;
  const found =
    / ((?:un|non|non )?subscribed|unsubscribes|unsubscribers|cleaned|bounced?s?|suppress(?:ed|ions?)|complaints|opt(?:ed)? ?(?:out|in)s?) /.exec(
      words,
    )?.[1];
  return found;
}

/** Whether such a word says that everybody in the file is out. */
export function saysOut(status: string): boolean {
  return !/^(?:non ?)?subscribed$|in$|ins$/.test(status);
}
