/** The part of `Headers` that is read; what another `fetch` returns need not be the global class. */
export interface HeaderReader {
  get(name: string): string | null;
}
