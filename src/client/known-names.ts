/** The names of the members of an interface; the compiler asks for each of them. */
export type NamesOf<T> = { readonly [Name in keyof T]-?: true };

/**
 * Refuses members that mean nothing: a mistyped brand, say, would opt people out in another scope.
 *
 * @param place What the options are of, for the error.
 * @throws {TypeError} that names the member, where it looks like a name and not like an address.
 */
export function refuseUnknown<T extends object>(
  place: string,
  options: T,
  names: NamesOf<T>,
): void {
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const shown = /^\w{1,40}$/.test(name) ? name : "a member";
    throw new TypeError(
      `${shown} is no option of ${place}; there are ${Object.keys(names).join(", ")}`,
    );
  }
}
