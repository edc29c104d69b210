import { folded, listed, spacedWords } from "./consent-fold.js";
import { foldHeader } from "./header.js";
import { isNoMoment } from "./moments.js";

/*
 * What the cells of a column say of those who want mail and who do not, in the languages that `consent-names.ts` names.
 */

/**
 * Parts of a value that say in every list that somebody has asked to be out. Each begins where a word does, but for those of
 * languages that write without blanks.
 */
const ASKED =
  /(?:^| )(?:unsub|un sub(?= |$|scri)|opt(?:s|ed|ing)? ?outs?|wants? (?:to be )?out$|(?:asks?|asked|wants?|please) (?:to be )?(?:removed?|deleted?|taken off)(?: (?:me|us)(?= |$)|$)|(?:remove|delete|take) (?:me|us)(?: off)?$|(?:withdraw|withdrawal|withdrawn|withdrew|withdraws|revoke|revoked) (?:of )?(?:my |the )?consent|global(?:ly)? unsub|do not (?:e ?mail|contact|mail|send|market)|dont (?:e ?mail|contact)|no consent|consent withdrawn|object(?:s|ed|ing|ion)? to (?:processing|marketing|direct marketing)|(?:remove|take|delete) (?:me |us |him |her |them )?(?:from|off) (?:the |your |our |this )?(?:e ?mail |mailing |mail )?list|abmeld|abgemeldet|abbestell|werbewiderspruch|widerspruch (?:gegen )?(?:die )?werbung|austrag|ausgetragen|desabonn|desinscri|cancel\p{L}* (?:de |da |a |la |su |mi )*(?:suscripcion|inscricao|assinatura|iscrizione)|dad[oa]s? de baja|de baja|desuscri|descadastr|disiscri|disabbon|uitgeschreven|uitschrij|afgemeld|afmeld|avregistrer|avprenumerer|avanmal|afmeldt|frameldt|avmeldt|peruuttanut tila|wypisan)|配信停止|配信拒否|受信拒否|購読解除|登録解除|退会|オフトアウト/u;

/** The same in the other languages of HubSpot's interface, and of a few more markets; they may stand anywhere. */
const ASKED_ELSEWHERE = listed(
  "tilaus peruttu, peruttu tilaus, perunut tilauksen, tilaus peruutettu, 退订, 退訂, 取消订阅, 取消訂閱, 拒收, 수신거부, 수신 거부, 구독취소, 구독 취소, 구독해지, 구독 해지, ยกเลิกการ, отпис, відпис, odhlášen, odhlásil, leiratkoz, dezabon, abonelikten, διαγραμμέν, διαγράφ, ביטול רישום, בוטל, הוסר, ملغى, الغاء, إلغاء, hủy đăng ký, berhenti berlangganan",
).map(spacedWords);

/** What one of these parts begins with, whatever its accents: to pass over at once what has none of them. */
const MAY_ASK =
  /un[ _-]?sub|opt(?:s|ed|ing)?[ _-]?out|want|please|withdr|revok|peru|odhl|leirat|dezab|abonelik|đăng|berhenti|do[ _-]?n[o'’]?t|dont|no[ _-](?:e-?mail|contact|consent)|remove|widerspr|abmeld|abgem|abbest|austrag|ausgetr|sabonn|sinscri|baja|desuscri|descadas|disiscri|disabb|uitgesch|uitschr|afgem|afmeld|avreg|avpren|avanm|framel|avmeld|peruutt|wypis|[配受購登退取拒オｵ]|수신|구독|ยกเลิก|отпис|відпис|διαγρ|ביטול|בוטל|הוסר|ملغ|لغاء/iu;

/** What makes the contrary of such a part. */
const NOT = /(?:^| )(?:not|never|non|nicht|nie|niet|pas|nao|inte|ikke|ei)(?: yet| noch| encore)? /u;

/** Words that put an opt-out in doubt: "unsubscribe failed". */
const IN_VAIN =
  / (?:failed|failure|error|pending|requested|cancell?ed|cancellation|declined|rejected|reverted|undone|ignored|fehlgeschlagen|ausstehend|beantragt|abgebrochen|zuruckgenommen|echoue|echouee|en attente|pendiente|pendente|fallida|fallita|mislukt|misslyckades)(?= |$)/u;

/** The same as whole values. */
const ASKED_WHOLE = new Set(
  folded(`
no email, no emails, no mail, no mails, no mailing, no mailings, no newsletter, no newsletters, no marketing, robinson, widerspruch
keine werbung, kein newsletter, keine mails, keine e-mail, keine e-mails, keine mailings, nicht anschreiben, nicht kontaktieren, nicht mailen, pas de newsletter, pas de mail, pas de mails, pas d'e-mail, ne pas contacter, ne pas envoyer, no contactar, no enviar, no molestar, não contatar, não contactar, não enviar, non contattare, non inviare, niet mailen, niet benaderen, geen mail, geen mails, geen nieuwsbrief, inga utskick, ingen reklam, ingen e-post, ingen mail, ei sähköpostia, nie wysyłać, nie wysyłaj, nie kontaktować, 配信不要, 配信不可, 送信不可
`),
);

/** Values that say where others of a list do: taken off it by its sender, or in a short word that may mean other things. */
const OFF_LIST = new Set(
  folded(`
bounced, bounce, bounces, hard bounce, hard bounced, cleaned, complained, complaint, complaints, spam, spam complaint, spam report, marked as spam, reported spam, abuse, abuse complaint, blocklisted, blacklisted, blacklist, blocklist, suppressed, suppression, manual suppression, dnc, objected,
widersprochen, baja, rebotado
`),
);

/** Values that say in every list that somebody has not asked to be out. */
const IN = new Set(
  folded(`
subscribe, subscribed, resubscribe, resubscribed, opted in, opt in, double opt in, single opt in, confirmed opt in, consented, consent given, never subscribed, non subscribed, not subscribed, unconfirmed, not specified, sub
abonniert, eingewilligt, abonné, abonnée, abonné(e), abonnés, suscrito, suscrita, suscripto, geabonneerd, prenumererar, abonnerer, tilannut, subskrybuje, subskrybent, 購読中, 配信中, 配信希望, オプトイン
tilattu, 已订阅, 订阅中, 已訂閱, 訂閱中, 구독중, 구독 중, 구독함, 수신동의, 수신 동의, สมัครรับ, สมัครแล้ว, подписан, подписана, підписаний, підписана, přihlášen, přihlášena, feliratkozott, feliratkozva, abonat, abone, εγγεγραμμένος, רשום, مشترك, đã đăng ký, berlangganan
`),
);

/** Values that mean it only where the column is one of mail and consent, or where others in it do. */
const WEAK_OUT = new Set(
  folded(`
inactive, do not allow, disallowed, disabled, deleted, removed, remove, blocked, cancelled, canceled, rejected, declined, denied, expired, refused, not allowed, archived, withdrawn, withdrew, withdraw, revoked, revoke, deny, refuse, out, opposed, stop, stopped, no contact, former, lapsed
inaktiv, gesperrt, blockiert, gelöscht, widerrufen, widerruf, zurückgezogen, verweigert, gekündigt, abgelehnt, nicht zulassen, ne pas autoriser, no permitir, não permitir, niet toestaan, inactif, bloqué, supprimé, refusé, refusée, retiré, retirée, révoqué, révoquée, résilié, inactivo, bloqueado, cancelado, cancelada, rechazado, rechazada, denegado, denegada, retirado, retirada, anulado, anulada, revocado, revocada, inativo, revogado, revogada, recusado, recusada, negado, negada, inattivo, bloccato, rifiutato, rifiutata, negato, negata, revocata, revocato, cancellato, cancellata, annullata, inactief, geblokkeerd, ingetrokken, opgezegd, geweigerd, geen toestemming, spärrad, återkallat, återkallad, nekat, nekad, avböjt, avvisad, trukket tilbage, tilbagetrukket, afvist, nægtet, trukket tilbake, avslått, kielletty, hylätty, peruttu, udmeldt, blokeret, blokkert, peruutettu, perunut, peruuttanut, poistunut, estetty, nieaktywny, nieaktywna, zablokowany, zrezygnował, zrezygnowała, rezygnacja, anulowana, wycofana, cofnięta, usunięty, odmowa, odmówiono, wycofano, cofnięto, sprzeciw, 撤回, 取消, 無効, 拒否, 停止, 停止中, 解除, 解除済み
`),
);
const WEAK_IN = new Set(
  folded(`
active, enabled, pending, confirmed, accepted, approved, granted, grant, given, give, implied, consent, allow, allowed, registered, member, implicit, express, ok, okay, transactional, subscriber, subscribers, in, current
aktiv, angemeldet, bestätigt, erteilt, erteilung, zugestimmt, akzeptiert, erlaubt, zulassen, autoriser, permitir, toestaan, abonnent, actif, inscrit, inscrite, confirmé, accordé, accordée, donné, donnée, accepté, acceptée, autorisé, autorisée, activo, activa, alta, inscrito, inscrita, confirmado, otorgado, otorgada, aceptado, aceptada, concedida, autorizado, autorizada, suscriptor, ativo, ativa, aceito, aceita, concedido, assinante, attivo, attiva, iscritto, iscritta, confermato, confermata, concesso, concessa, accettato, accettata, dato, acconsentito, abbonato, abbonata, actief, ingeschreven, aangemeld, gegeven, verleend, toegestaan, akkoord, geaccepteerd, lämnat, godkänt, godkänd, beviljat, accepterat, givet, accepteret, gitt, godtatt, annettu, hyväksytty, prenumerant, tilmeldt, påmeldt, aktiivinen, tilaaja, aktywny, aktywna, zapisany, udzielona, udzielono, wyrażona, wyrażono, zgoda, potwierdzony, zaakceptowana, 有効, 登録中, 登録済み, 同意, 購読, 許可, 承諾, 配信可能
`),
);

/** Events that tell of an opt-out or of its contrary: one of mail by themselves, and one where mails are told of as well. */
const CHANGED = new Set(folded("subscription change, subscription changed, subscription update"));
const CHANGED_BESIDE_MAIL = new Set(folded("status change, status changed, subscription"));
/** What else becomes of a mail. */
const MAIL_EVENTS = new Set(
  folded(
    "delivered, delivery, send, sent, processed, deferred, open, opened, opens, click, clicked, clicks",
  ),
);

/** Words for those who stay on a list from which others are removed. */
const STAYS = new Set(
  folded(
    "keep, keeps, stay, stays, wants to stay, retain, behalten, bleibt, garder, reste, mantener, queda, manter, fica, tenere, resta, behouden, blijft",
  ),
);

/** A status of a paid subscription, not of a newsletter. */
const BILLING = new Set(
  folded("trialing, trial, past due, unpaid, incomplete, incomplete expired, paused, non renewing"),
);

const YES = new Set(
  folded(
    "yes, y, true, t, 1, on, x, ✓, ✔, ☑, ✅, checked, ja, j, wahr, an, oui, o, vrai, sí, si, s, verdadero, sim, verdadeiro, vero, waar, aan, kyllä, tosi, tak, prawda, はい, 有, 有り, あり, 可, 希望, 必要, 希望する, する, ○, 〇, ◯, 登録, 是, 有, 예, 네, 동의, ใช่, да, так, ano, igen, evet, ναι, כן, نعم, có, ya",
  ),
);
const NO = new Set(
  folded(
    "no, kein, keine, keinen, geen, ingen, brak, aucun, aucune, ninguno, ninguna, nenhum, nenhuma, nessuno, nessuna, n, false, f, 0, off, unchecked, none, never, nein, falsch, aus, non, faux, falso, não, nao, nee, onwaar, uit, nej, nei, ei, epätosi, nie, fałsz, いいえ, 無, 無し, なし, 否, 不可, 希望しない, しない, 不要, 未登録, 同意しない, ×, ✕, ✖, ✗, ✘, ❌, ☐, 没有, 아니오, 아니요, ไม่, ไม่ใช่, нет, ні, ne, nem, nu, hayır, όχι, לא, لا, không, tidak, null, n/a, undefined, 0000-00-00, 0000-00-00 00:00:00",
  ),
);

/** What may follow a yes or a no: "No thanks". */
const COURTESY =
  /^(\p{L}+) (?:please|thanks|thank you|bitte|danke|merci|s il vous plait|por favor|gracias|grazie|obrigad[oa]|dank u|dank je|graag|tack|takk|tak|kiitos|dziekuje|i do|i do not|i don t)$/u;

/** What programs write for an unknown value. */
const NOTHING = new Set(
  folded("nan, nat, nil, unknown, unset, not set, missing, blank, (blank), (empty)"),
);

/** The same in a column of times, besides what counts as a "no". */
const NEVER = new Set(folded("null, n/a, none, never, undefined, 0000-00-00, 0000-00-00 00:00:00"));

/** Whether a cell is filled with what stands for nothing: `NULL`, `NaN`, or a date on which nobody can have opted out. */
export function standsForNothing(value: string): boolean {
  const text = foldHeader(value.slice(0, MAX_LENGTH));
  return NEVER.has(text) || kindOfValue(value) === "empty";
}

/**
 * What one value says, whatever the column: a word that is plain, one of who was taken off a list, one that means it in a column
 * of mail, yes, no, nothing.
 */
export type ValueKind =
  | "out"
  | "off-list"
  | "in"
  | "weak-out"
  | "weak-in"
  | "yes"
  | "no"
  | "unsettled"
  | "changed"
  | "mail-event"
  | "stays"
  | "billing"
  | "other"
  | "empty";

/** Characters of a value that are looked at: what is longer is a text, and says nothing in its first words. */
const MAX_LENGTH = 80;

export function kindOfValue(value: string): ValueKind {
  const text = foldHeader(value.slice(0, MAX_LENGTH));
  if (text === "" || /^[-–—.?/[\]{}"'\s]+$/.test(text) || NOTHING.has(text)) return "empty";
  if (isNoMoment(value.trim())) return "empty";
  // -1 means "true" to some programs and an error to others.
  if (/^\s*[-−]\s*\d/.test(value)) return "other";
  // As a table of numbers has them.
  const [number] = /^[01](?=[.,]0+$)/.exec(value.trim()) ?? [text];
  const whole = kindOfWord(number);
  if (whole !== undefined) return whole;
  const words = spacedWords(value.slice(0, MAX_LENGTH));
  const asked = ASKED.exec(words);
  if (asked !== null) {
    if (NOT.test(`${words.slice(0, asked.index)} `)) return "in";
    return IN_VAIN.test(words.slice(asked.index)) ? "unsettled" : "out";
  }
  if (ASKED_ELSEWHERE.some((part) => words.includes(part))) return "out";
  // "Email Subscribed", "list_resubscribe"
  if (/(?:^| )(?:re ?)?subscribed?$/.test(words)) return "in";
  // "Bounced (2024-01-31)", "vip; cleaned": the word with the most weight decides.
  const parts = value.split(/[,;|/:([]|\s-\s/).map(foldHeader);
  const kinds = parts.map(kindOfWord);
  const said = (["off-list", "in", "weak-out", "weak-in"] as const).find((kind) =>
    kinds.includes(kind),
  );
  if (said !== undefined) return said;
  // "Yes, please": not a mark or a number, which may start any text.
  const first = COURTESY.exec(words)?.[1] ?? parts[0] ?? "";
  const kind = /^\p{L}{2,}$/u.test(first) ? kindOfWord(first) : undefined;
  return kind === "yes" || kind === "no" ? kind : "other";
}

/**
 * Whether a cell among many different ones says in a few words that somebody has asked to be out; a longer text does not
 * count.
 */
export function asksInAFewWords(cell: string): boolean {
  return (
    cell.length <= 40 && MAY_ASK.test(cell) && !/[.!?]\s/.test(cell) && kindOfValue(cell) === "out"
  );
}

function kindOfWord(word: string): ValueKind | undefined {
  if (ASKED_WHOLE.has(word)) return "out";
  if (OFF_LIST.has(word)) return "off-list";
  if (IN.has(word)) return "in";
  if (YES.has(word)) return "yes";
  if (NO.has(word)) return "no";
  if (CHANGED.has(word)) return "unsettled";
  if (CHANGED_BESIDE_MAIL.has(word)) return "changed";
  if (MAIL_EVENTS.has(word)) return "mail-event";
  if (STAYS.has(word)) return "stays";
  if (WEAK_OUT.has(word)) return "weak-out";
  if (WEAK_IN.has(word)) return "weak-in";
  return BILLING.has(word) ? "billing" : undefined;
}
