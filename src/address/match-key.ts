/**
 * The key by which two spellings of an address count as one.
 *
 * Only ASCII letters are folded: Unicode folding maps distinct letters onto each other (the Kelvin
 * sign becomes a "k"), and an opt-out of the wrong person cannot be undone.
 */
export function matchKey(address: string): string {
  const trimmed = address.trim();
  return /[A-Z]/.test(trimmed)
    ? trimmed.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    : trimmed;
}
