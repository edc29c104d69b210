import type { Row } from "./list-reading.js";

/** How the column with the addresses is called, in the languages we met, folded. */
const NAMES = new Set(
  [
    ["email", "emails", "mail", "email address", "email addresses", "mail address", "email id"],
    ["subscriber email", "contact email", "user email", "customer email", "recipient email"],
    ["subscriber email address", "contact email address", "your email", "address email"],
    ["E-Mail-Adresse", "E-Mail-Adressen", "Mailadresse", "Epost", "Epostadresse", "E-postadress"],
    ["correo", "correo electrónico", "dirección de correo", "dirección de correo electrónico"],
    ["adresse e-mail", "adresse mail", "adresse électronique", "courriel", "adresse courriel"],
    ["adresse de messagerie", "indirizzo e-mail", "indirizzo mail", "posta elettronica"],
    ["indirizzo di posta elettronica", "endereço de e-mail", "correio eletrônico", "e-mailadres"],
    ["adres e-mail", "adres email", "sähköposti", "sähköpostiosoite", "e-posta", "e-posta adresi"],
    ["почта", "электронная почта", "адрес электронной почты", "メール", "メールアドレス", "邮箱"],
    ["Eメール", "Eメールアドレス", "電子メール", "電子メールアドレス", "メアド", "アドレス"],
    ["电子邮件", "电子邮箱", "電子郵件", "이메일", "이메일 주소"],
  ]
    .flat()
    .map(foldHeader),
);

/** A header without its case, accents and separators: `␠E-MAIL Address` becomes `emailaddress`. */
export function foldHeader(header: string): string {
  const folded = header
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
  return folded === "" ? header.trim() : folded;
}

/** Whether this is a usual name of the column with the addresses. */
export function isEmailHeader(header: string): boolean {
  return NAMES.has(foldHeader(header));
}

/** Names that a column of addresses has too, and others as often: it is one if no other column holds any. */
const VAGUE_NAMES = new Set(
  [
    ...["address", "recipient", "recipients", "identifier", "subscriber", "user", "username"],
    ...["login", "adresse", "dirección", "indirizzo", "endereço", "adres", "adress", "osoite"],
  ].map(foldHeader),
);

/** Whether this may be the name of the only column with addresses. */
export function isVagueHeader(header: string): boolean {
  return VAGUE_NAMES.has(foldHeader(header));
}

const MAIL = /mail|correo|courriel|メール|邮|郵件/;

/** Whether the name speaks of mail: a column for addresses if there are addresses in it. */
export function mentionsMail(header: string): boolean {
  return MAIL.test(foldHeader(header));
}

const MAX_NAMES = 20;
const MAX_LENGTH = 40;

/** The names of columns for a message, with their numbers; never an address that stands there. */
export function describeColumns(row: Row, columns: readonly number[] = [...row.keys()]): string {
  const names = columns
    .slice(0, MAX_NAMES)
    .map((column) => `${quoteName(row[column] ?? "")} (column ${column + 1})`);
  if (columns.length > MAX_NAMES) names.push(`${columns.length - MAX_NAMES} more`);
  return names.join(", ");
}

/** Whether two of the columns have one name. */
export function isTwice(row: Row, columns: readonly number[]): boolean {
  const names = columns.map((column) => foldHeader(row[column] ?? ""));
  return new Set(names).size < names.length;
}

/** A name for a message: cut short, and not at all if it is an address. */
export function quoteName(header: string): string {
  const name = header.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  if (name === "") return "no name";
  if (name.includes("@")) return "an address";
  return `"${name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name}"`;
}

/** The columns of a name, to the letter or else however it is spelt; from 0. */
export function namedColumns(row: Row, name: string): number[] {
  const where = (test: (header: string) => boolean) =>
    [...row.keys()].filter((column) => test(row[column] ?? ""));
  const exact = where((header) => header.trim() === name.trim());
  return exact.length > 0 ? exact : where((header) => foldHeader(header) === foldHeader(name));
}

/** The number, from 1, that `3` or `column 3` stands for; Infinity where a text is none. */
export function columnByNumber(text: string): number {
  return Number(/^(?:column )?([1-9]\d{0,5})$/i.exec(text)?.[1] ?? Infinity);
}
