/** The names of the members of an interface; the compiler asks for each of them. */
export type NamesOf<T> = { readonly [Name in keyof T]-?: true };

/**
 * The members of a caller's options, own ones only: what every object inherits was not asked for.
 * `undefined` stands for an absent one.
 *
 * @param place what the options are of, for the error
 * @throws {TypeError} for what is no object, and for members that mean nothing: it names one that looks like a name and not like
 * an address
 */
export function readMembers<T extends object>(place: string, options: T, names: NamesOf<T>): T {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`the options of ${place} must be an object`);
  }
  // A mistyped brand, say, would opt people out in another scope.
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    const shown = /^\w{1,40}$/.test(name) ? name : "a member";
    throw new TypeError(
      `${shown} is no option of ${place}; there are ${Object.keys(names).join(", ")}`,
    );
  }
  return Object.assign(Object.create(null) as T, options);
}
