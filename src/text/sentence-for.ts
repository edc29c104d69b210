/**
 * The sentence of a table for a name. The name may come from a journal that another version or somebody
 * else has written, whatever its type says.
 */
export function sentenceFor<Name extends string>(
  table: Readonly<Record<Name, string>>,
  name: Name,
): string {
  return Object.hasOwn(table, name) ? table[name] : "This version does not know the reason.";
}
