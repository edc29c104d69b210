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

/** Whether the name speaks of mail: a column for addresses if there are addresses in it. */
export function mentionsMail(header: string): boolean {
  return /mail|correo|courriel/.test(foldHeader(header));
}
