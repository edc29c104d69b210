/** How one parameter or form field is written (OpenAPI 3.1.1, section 4.8.12); what is left out has its default. */
export interface Rule {
  readonly style?: Style;
  readonly explode?: boolean;
  /** Leaves reserved characters as they are, apart from those that would end or split the value. */
  readonly allowReserved?: boolean;
  /** The value is written as JSON, whatever it is. */
  readonly json?: boolean;
}

export type Style =
  "matrix" | "label" | "simple" | "form" | "spaceDelimited" | "pipeDelimited" | "deepObject";

/** The rules that differ from the default, by the name of the parameter. */
export type Rules = Readonly<Record<string, Rule>>;

type Encode = (text: string) => string;

const FORMS: Readonly<
  Record<Style, { first?: string; between: string; list?: string; named?: boolean }>
> = {
  matrix: { first: ";", between: ";", named: true },
  label: { first: ".", between: "." },
  simple: { between: "," },
  form: { between: "&", named: true },
  spaceDelimited: { between: "&", list: "%20", named: true },
  pipeDelimited: { between: "&", list: "%7C", named: true },
  deepObject: { between: "&", named: true },
};

/** Fills the `{…}` of a path. Throws a TypeError for a value that no URL can hold. */
export function path(rules: Rules = {}) {
  return (template: string, values: Readonly<Record<string, unknown>>): string => {
    const filled = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new TypeError(`the path parameter ${name} is missing`);
      return expand(name, value, { style: "simple", ...rules[name] }, percent);
    });
    // Neither is there a way to encode them: `%2e%2e` means the same.
    if (/\/\.{1,2}(?=\/|$)/.test(filled)) {
      throw new TypeError("a part of a path cannot be `.` or `..`: URLs read these as folders");
    }
    return filled;
  };
}

/** A query string, without the `?`. */
export function query(rules: Rules = {}) {
  return (values: Readonly<Record<string, unknown>>): string =>
    Object.entries(values)
      .filter(([, value]) => isGiven(value))
      .map(([name, value]) => {
        const rule: Rule = { style: "form", ...rules[name] };
        return expand(name, value, rule, rule.allowReserved === true ? reserved : percent);
      })
      .join("&");
}

/** Header values are written as they are: nobody decodes a percent sign in them. */
export function headers(values: object | undefined, rules: Rules = {}): Record<string, string> {
  const given = Object.entries(values ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      expand(name, value, { style: "simple", ...rules[name] }, (text) => text),
    ]),
  );
}

/** The value of a `Cookie` header. Each item of an exploded list is a cookie, since `&` does not part cookies. */
export function cookies(values: object | undefined, rules: Rules = {}): string {
  return Object.entries(values ?? {})
    .filter(([, value]) => isGiven(value))
    .map(([name, value]) => expand(name, value, { style: "form", ...rules[name] }, percent, "; "))
    .join("; ");
}

/**
 * One value in one style, by the expressions of RFC 6570. `null` is what the standard calls undefined; a list or object
 * in which there would be another is refused with a TypeError, apart from `deepObject`.
 */
function expand(
  name: string,
  value: unknown,
  { style = "form", explode = style === "form" || style === "deepObject", json }: Rule,
  encode: Encode,
  between = FORMS[style].between,
): string {
  const { first = "", list = ",", named } = FORMS[style];
  const key = encode === reserved ? percent(name) : encode(name);
  const pair = (left: string, right: string) =>
    right === "" && style === "matrix" ? left : `${left}=${right}`;
  const own = (text: string) => (named === true ? pair(key, text) : text);
  if (json === true || typeof value !== "object" || value === null) {
    return first + own(encode(json === true ? JSON.stringify(value) : plain(name, value)));
  }
  if (style === "deepObject") {
    return deep(key, value, encode)
      .map(([inner, text]) => `${inner}=${text}`)
      .join(between);
  }
  const isList = Array.isArray(value);
  const parts = Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .map(([inner, item]) => [encode(inner), encode(plain(name, item))] as const);
  if (parts.length === 0) return first + own("");
  if (explode) {
    const texts = parts.map(([inner, text]) => (isList ? own(text) : pair(inner, text)));
    return first + texts.join(between);
  }
  return first + own((isList ? parts.map(([, text]) => text) : parts.flat()).join(list));
}

/** `a[b][c]=1`. The standard leaves lists and objects inside open; servers read them like this (qs, PHP, Rails). */
export function deep(key: string, value: object, encode: Encode): (readonly [string, string])[] {
  return Object.entries(value)
    .filter(([, item]) => isGiven(item))
    .flatMap(([inner, item]: [string, unknown]) => {
      const simple = Array.isArray(value) && (typeof item !== "object" || item === null);
      const name = simple ? key : `${key}${encode("[")}${encode(inner)}${encode("]")}`;
      return typeof item === "object" && item !== null
        ? deep(name, item, encode)
        : [[name, encode(plain(name, item))] as const];
    });
}

/** Throws a TypeError for a list or object, which no style has a form for inside another. */
export function plain(name: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return String(value);
  throw new TypeError(`the description has no form for a list or an object inside ${name}`);
}

/** An empty list or object stands for nothing. */
function isGiven(value: unknown): boolean {
  if (value === undefined) return false;
  return typeof value !== "object" || value === null || Object.keys(value).length > 0;
}

/** All but the unreserved characters of RFC 3986. */
function percent(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * Reserved expansion (RFC 6570, section 3.2.3): reserved characters and what is percent-encoded already stay, apart from
 * those that a query cannot hold or that would split the value (OpenAPI 3.1.1 leaves these to the application).
 */
function reserved(text: string): string {
  return text.replace(/%[0-9A-Fa-f]{2}|[:/?@!$'()*,;=]|[^%:/?@!$'()*,;=]+|%/g, (part) =>
    /^(?:%..|[:/?@!$'()*,;=])$/.test(part) ? part : encodeURIComponent(part),
  );
}
