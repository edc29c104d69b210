import { visible } from "../output/visible.ts";

/** Visible letters only: a name may contain letters that have no width on the screen. */
const IDENTIFIER = /^(?!.*\p{Default_Ignorable_Code_Point})[\p{ID_Start}_][\p{ID_Continue}]*$/u;

/**
 * Words that cannot name a function, a constant or a type (ECMAScript 2024, section 12.7.2, and TypeScript's own
 * types), and the one key of a literal that is no member.
 */
const RESERVED = new Set(
  (
    "arguments as async await boolean break case catch class const continue debugger default delete do else enum eval " +
    "export extends false finally for function get if implements import in instanceof interface let new null of package " +
    "private protected public return set static super switch this throw true try type typeof undefined var void while " +
    "with yield any bigint never number object string symbol unknown globalThis NaN Infinity __proto__"
  ).split(" "),
);

/**
 * A name that generated code can declare, stable for the same text. What is an identifier already stays as it
 * is; else the words are joined: `get-/crm/{id}` gives `getCrmId`, `1st batch` gives `_1stBatch`.
 */
export function identifier(text: string): string {
  const plain = text.normalize("NFC");
  if (IDENTIFIER.test(plain)) return free(plain);
  const words = plain
    .replace(/['’]/g, "")
    .split(/(?:[^\p{ID_Continue}]|\p{Default_Ignorable_Code_Point})+/u)
    .filter((word) => word !== "");
  const joined = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return free(IDENTIFIER.test(joined) ? joined : `_${joined}`);
}

function free(name: string): string {
  return RESERVED.has(name) ? `${name}_` : name;
}

/** Text for a doc comment: `*` and `/` together in a description would end the comment and let the rest run as code. */
export function commentText(text: string): string {
  return visible(text.replaceAll("*/", "*\\/").replace(/\s+/g, " ").trim());
}
