/**
 * The key under which the mock keeps an address: ASCII capitals folded, nothing else.
 * How HubSpot itself folds is not known; a full Unicode fold could make two people one.
 */
export function foldCase(address: string): string {
  return address.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase());
}
