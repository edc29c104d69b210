/** The names of the members of an interface; the compiler asks for each of them. */
export type NamesOf<T> = { readonly [Name in keyof T]-?: true };

/**
 * The members of a caller's options, own ones only: what every object inherits is nobody's wish.
 * `undefined` stands for an absent one.
 *
 * @throws {TypeError} for what is no object, and for members that mean nothing
 */
export function readMembers<T extends object>(place: string, options: T, names: NamesOf<T>): T {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`the options of ${place} must be an object`);
  }
  refuseUnknown(place, options, names);
  return Object.assign(Object.create(null) as T, options);
}

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
