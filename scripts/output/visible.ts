/** Characters that a terminal interprets or does not show: controls, direction marks, zero-width characters, fillers. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Makes a text of a description safe for a terminal by escaping such characters. Line ends and tabs stay. */
export function visible(text: string): string {
  return text.replaceAll(OBEYED, (obeyed) => (/[\n\t]/.test(obeyed) ? obeyed : escaped(obeyed)));
}

/** The same for a text that must stay in its line, lest it passes for a line of ours. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n");
}

/** JSON in which all that would be obeyed is escaped, as strings may have it; a literal of JavaScript, too. */
export function visibleJson(value: unknown, indent = 2): string {
  return visibleInJson(JSON.stringify(value, null, indent));
}

/** The same for what is JSON already, or code in which texts from outside stand in such literals alone. */
export function visibleInJson(json: string): string {
  // Most is long and plain, which is told faster.
  if (!/[^\n -~]/.test(json)) return json;
  const hex = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replaceAll(OBEYED, (obeyed) =>
    obeyed === "\n" ? obeyed : obeyed.split("").map(hex).join(""),
  );
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`;
}
