import { foldHeader } from "./header.js";
import { listed, spacedWords } from "./consent-fold.js";

/*
 * The words in names of columns by which lists say who wants mail and who does not, in the languages of HubSpot's market:
 * English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Japanese, Chinese,
 * Korean, Thai; the plainest of a few more. All are compared without case, accents and separators.
 */

/** Parts of the name of a column that says who is out: filled or "yes" is out. */
export const OUT_NAMES = listed(`
unsub, opt out, opted out, optout, optedout, do not email, do not mail, do not contact, do not send, do not market, do not bulk email, do not disturb,
dont email, dont contact, no email, no e-mail, no mailing, no newsletter, no marketing, blocklist, block list, blacklist, black list, denylist, suppress,
bounce, spam complaint, abuse complaint, complained, marked as spam, reported spam, spam report, email invalid, invalid email, clean time, cleaned, consent withdrawn, withdrawn, revoked, removed from list, remove from, removal request, erasure request, exclude from, right to object, objection to, robinson, to be removed, wants out, left the list, left list, leave list, reason for leaving, leaving reason
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
退订, 退訂, 取消订阅, 取消訂閱, 拒收, 수신거부, 구독취소, 구독해지, ยกเลิกการ, отпис, відпис, odhlášen, odhlásil, leiratkoz, dezabon, abonelikten, διαγραμμέν, berhenti berlangganan, hủy đăng ký
`);

/** Names that only count as a whole, since they are parts of too many others. */
export const OUT_WHOLE = new Set([
  ...["baja", "dnc", "dne", "spam", "rebond", "rebonds", "peruutettu"],
]);

/** Whole names that mark who is to be taken off a list, where the column holds marks alone. */
export const REMOVE_MARKS: ReadonlySet<string> = new Set(
  listed(`
remove, to remove, remove me, exclude, take off, take off list, delete from list, remove off list, entfernen, austragen, abmelden, löschen, herausnehmen, supprimer, retirer, exclure, eliminar, quitar, excluir, remover, rimuovere, togliere, verwijderen, uitschrijven, ta bort, fjern, poista, usunąć, usuń, 削除, 除外
`).map(spacedWords),
);
/** Whole names that mark who is to stay on it. */
export const KEEP_MARKS: ReadonlySet<string> = new Set(
  listed(`
keep, keep on list, keep me, keep me on the list, stay on list, on list, on the list, on mailing list, subscriber, is subscriber, active subscriber, behalten, verteiler, e-mail-verteiler, mailverteiler, im verteiler, garder, mantener, manter, tenere, behouden
`).map(spacedWords),
);

/**
 * Words that make a name about mail mean "is out". Without mail they may mean something else, such as a blocked account.
 */
export const AGAINST = listed(`
do not allow, do not, dont, stop, blocked, suspended, remove, removed, removal, deleted, cancelled, canceled, disabled, invalid, excluded, exclude, refuse, refused, ended, former, lapsed, decline, declined, reject, object, objection, opposed, withdraw, revok
gesperrt, sperre, deaktivier, blockiert, ablehn, abgelehnt, ausgeschlossen
bloqué, refus, opposition, ne souhaite pas, ne veut pas, exclu
bloqueado, excluido, cancelado, canceló, rechaza, oposición, no desea, no quiere, no acepta
não deseja, não quer, cancelou, oposição, recus
bloccato, cancellat, opposizione, rifiut, non desidera, non vuole
geblokkeerd, spärrad, blockerad, blokeret, blokkert, estetty, kielto, zablokowan, 停止, 拒否, 解除, 不可, 不要, 除外
`);

/** Words with the same effect, but only as whole words. */
export const NEGATION =
  /(?:^| )(?:no|not|non|ne|nao|nie|nicht|niet|kein\p{L}*|geen|inte|ingen|inga|ikke|ei|sin|sem|senza|sans|ohne|without|never|zonder|bez|utan|uden)(?= |$)/u;
/** "Newsletter (yes/no)" */
export const BOTH_ANSWERS =
  /(?:^| )(?:yes(?: or)? no|y n|ja(?: oder)? nein|j n|oui non|o n|si no|sim nao|s n|ja nee|ja nej|ja nei|kylla ei|tak nie|true false|[01] [01])(?= |$)/u;

/** Parts of the name of a column that says who is in: filled or "yes" is in, "no" is out. */
export const IN_NAMES = listed(`
opt in, opted in, optin, optedin, subscribed, consent, newsletter, mailing list, marketing allowed, email allowed, can email, can contact, may email, may contact, contactable, mailable, emailable, ok to email, ok to contact, ok to mail, okay to email, permission to, email subscriber,
accepts marketing, accepts email, accepts newsletter, marketing permission, email permission, email preference, wants email, wants news, can be emailed, allow email, allow contact, receive email, receive news, receive our, receive marketing, receive updates, receive offers
einwilligung, zustimmung, abonniert, abonnent, werbeerlaubnis, werbung erlaubt, kontakterlaubnis, mailerlaubnis, rundbrief, kontaktierbar, anschreibbar, mailempfang
abonné, consentement, accepte les emails, accepte la newsletter, accepte de recevoir, souhaite recevoir, lettre d'information, infolettre
suscrito, suscripto, suscriptor, suscripción, consentimiento, boletín, acepta correos, acepta publicidad, acepta marketing, acepta recibir, acepta comunicaciones, desea recibir, quiere recibir, recibe publicidad, recibir, autoriza envío, autoriza el envío
assinante, subscrito, consentimento, aceita e-mail, aceita marketing, aceita receber, aceita comunicações, deseja receber, boletim
abbonato, consenso, accetta marketing, accetta comunicazioni, accetta di ricevere, desidera ricevere
geabonneerd, toestemming, nieuwsbrief, mag gemaild, mag gecontacteerd, wil ontvangen
prenumerer, prenumerant, samtycke, nyhetsbrev
abonnerer, samtykke, nyhedsbrev
tilaaja, uutiskirje, suostumus, markkinointilupa
subskry, zgoda
订阅, 訂閱, 구독, 수신동의, подписк, рассылк, підписк, розсилк, hírlevél, odběr, souhlas, bülten, buletin
購読, 配信希望, 配信可, メルマガ, メールマガジン, オプトイン, 同意, 受信可, 受信希望, 許諾, DM可
`);

/** Names of columns whose values say whether somebody is in or out. */
export const STATUS_NAMES = listed(`
status, statut, state, estado, stato, situação, tila, stan, ステータス, 状態, subscription, abonnement, abo, suscripción, assinatura, iscrizione, prenumeration, tilaus, subskrypcja, reason, 状态, 狀態, 상태, статус, สถานะ
`).map(foldHeader);
/** Those that may say it among much else. */
export const LABEL_NAMES = listed("segment, tags, list, type").map(foldHeader);

/** Words that make a name one about mail and consent, so that ambiguous words count too. */
export const MAIL_CONTEXT = listed(`
mail, subscri, newsletter, marketing, consent, permission, courriel, correo, abonn, abostatus, empfang, werbung, reklam, publicidad, publicité, prospection, einwilligung, consenso, consentim, toestemming, samty, suostumus, subskry, zgoda, audience, purpose, メール, 配信, 購読, 同意, メルマガ
`).map(foldHeader);

/** Words of a name that is only about mail, so that yes and no refer to mail. */
export const MAIL_WORDS: ReadonlySet<string> = new Set(
  listed(`
mail, mails, email, emails, mailing, bulk, mailings, newsletter, newsletters, marketing, promotional, promotions, promo, advertising, communication, communications, offers, news, updates
werbung, werbe, werbemail, werbemails, rundmail, rundmails, infomail, infomails, kommunikation, angebote, reklam, reklame
courriel, courriels, publicité, pub, prospection, offres, actualités, correo, correos, publicidad, comunicaciones, ofertas
publicidade, comunicações, pubblicità, comunicazioni, offerte, aanbiedingen, reclame, nieuwsmail, nyhetsmail, utskick
`).map(spacedWords),
);
/** What may stand beside them. */
export const MAIL_FILLERS: ReadonlySet<string> = new Set(
  listed(`
e, per, via, by, to, of, the, our, is, flag, receive, receives, allowed, ok, infos, empfang, empfangen, erhalten, erlaubt, par, de, la, les, recevoir, por, envío, electrónico, electrónicos, ontvangen
`).map(spacedWords),
);
export const MAIL_WORDS_WITHOUT_BLANKS =
  /^e?(?:(?:メール|DM)(?:配信|受信|マカシン|マカ|広告|送信|案内)*|(?:広告|案内|お知らせ|販促|配信|受信|送信)+(?:メール|DM)?)(?:可否|許可|希望|フラク)?$/iu;

/** Names of the laws and the words by which consent is kept on record, and what may stand beside them. */
export const LAW =
  /(?:^| )(?:gdpr|ds ?gvo|rgpd|lgpd|lopd(?:gdd)?|rodo|casl|pecr|can spam|privacy|datenschutz|permissions?|legal basis|lawful basis|rechtsgrundlage|base legale?|base giuridica|grondslag|podstawa prawna)(?= |$)|^avg(?= toestemming| status|$)|個人情報|フライハシー/u;
export const LAW_ALONE =
  /^(?:(?:gdpr|ds ?gvo|rgpd|lgpd|lopd(?:gdd)?|rodo|casl|avg|permission|privacy|datenschutz|status|state|ok|okay|flag|is|e|mail|email|marketing)(?: |$))+$/u;

/** `opt_status` holds "in" and "out". */
export const OPT =
  /^(?:e ?mail |mail |marketing |newsletter |user |subscriber )*opt(?: ?(?:status|state|choice|preference|flag|type))?$/;

/** Names of columns that offer a choice which may include none: "how often", "by which channel". */
export const CHOICE =
  /prefer|frequen|haufig|channel|kanal|canal|kanaal|permission|notif|setting|einstellung/;

/** "Would you like to hear from us by e-mail?": a question about marketing mail, not about mail that an order needs. */
export const WILLING =
  /(?:^| )(?:wants?|wish(?:es)?|(?:like|love|happy) to|may|can|could|allows?|accepts?|agrees?|ok|okay|keep|stay|remain|receiv(?:es?|ing)|mocht\p{L}*|moecht\p{L}*|darf|durf\p{L}*|wunsch\p{L}*|erlaub\p{L}*|erhalten|bekommen|weiterhin|souhait\p{L}*|veu[xt]|voul\p{L}*|accept(?:ez|e|er)|autori[sz]\p{L}*|rest(?:er|ez)|rece(?:v|b)\p{L}*|recib\p{L}*|dese\p{L}*|quier\p{L}*|acept\p{L}*|seguir|quer\p{L}?|aceit\p{L}*|desider\p{L}*|vuo(?:le|i)|voglio|accett[oai]|accettare|wilt?|wens\p{L}*|mag|ontvang\p{L}*|vill|[oø]nsk\p{L}*|chc(?:e|esz)|otrzym\p{L}*|halu\p{L}*)(?= |$)|^send(?= )/u;
export const WILLING_TO_MAIL =
  /(?:^| )(?:(?:e ?)?mails?|(?:e ?)?mailings?|e ?mailed|newsletters?|hear from|(?:keep|stay|remain) (?:me |us )?(?:on|in|subscribed)|inscrit\p{L}*|courriels?|infolettre|correos?|boletin\p{L}*|anmail\p{L}*|anschreiben|gemaild|mejl\p{L}*|utskick\p{L}*|sahkopost\p{L}*|werbung|werbemails?)(?= |$)/u;
export const ORDER_MAIL =
  /invoice|receipt|order|rechnung|beleg|factur|fattur|payslip|statement|bill|ticket|attach/;

/** Channels other than mail: an opt-out of one of them is not an opt-out of mail. */
export const OTHER_CHANNEL =
  /(?:^| )(?:sms|mms|text messages?|texts?|phone|phones|telephone|mobile|handy|cell|calls?|telefon\p{L}*|telefoon|telefono|whats ?app|viber|push|cookies?|fax|postal|postalisch|brief|briefpost|direct mail)(?= |$)|電話|郵送/u;
export const E_MAIL =
  /e ?mail|newsletter|courriel|courrier electronique|correo|nieuwsbrief|メール|メルマガ/;
