import ts from "typescript";

/** A generic type that holds a larger one of itself has no end. */
const DEEPEST = 20;

/** A name that callers know, with the types behind it on both sides. */
type Known = readonly [name: string, before: readonly ts.Type[], after: readonly ts.Type[]];

/**
 * The members that can be reached from some types and that are not there any more: `Options.verbose`. Each is told once,
 * by the first name that leads to it.
 */
export function gone(checker: ts.TypeChecker, pairs: readonly Known[]): string[] {
  const walk = new Walk(checker);
  // All names before any member, so that a path begins at the nearest name.
  let level = pairs.map(([name, before, after]) => ({ path: name, before, after }));
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth += 1) {
    level = level.flatMap((each) => walk.compare(each));
  }
  return walk.lost;
}

interface Place {
  readonly path: string;
  readonly before: readonly ts.Type[];
  readonly after: readonly ts.Type[];
}

class Walk {
  readonly lost: string[] = [];
  readonly #checker: ts.TypeChecker;
  readonly #seen = new Map<ts.Type, Set<ts.Type>>();
  readonly #told = new Set<ts.Declaration>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  /** @returns what is to be compared next */
  compare({ path, before, after }: Place): Place[] {
    const [old, now] = [before.flatMap(parts), after.flatMap(parts)];
    // Anything may be done with `any`.
    if (
      now.length === 0 ||
      now.some(({ flags }) => (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0)
    )
      return [];
    const fresh = old.filter((one) => now.filter((other) => this.#isNew(one, other)).length > 0);
    if (fresh.length === 0) return [];
    return [...this.#members(path, fresh, now), ...this.#calls(path, fresh, now)];
  }

  #members(path: string, old: readonly ts.Type[], now: readonly ts.Type[]): Place[] {
    const next: Place[] = [];
    const there = membersOf(now, this.#checker);
    for (const [name, symbols] of membersOf(old, this.#checker)) {
      const inner = name.startsWith("__") ? path : `${path}.${name}`;
      const partners = there.get(name);
      if (partners === undefined) {
        const [declaration] = symbols.flatMap(({ declarations = [] }) => declarations);
        if (declaration !== undefined && !this.#told.has(declaration)) this.lost.push(inner);
        if (declaration !== undefined) this.#told.add(declaration);
        continue;
      }
      const typesOf = (list: readonly ts.Symbol[]): ts.Type[] =>
        list.map((symbol) => this.#checker.getTypeOfSymbol(symbol));
      next.push({ path: inner, before: typesOf(symbols), after: typesOf(partners) });
    }
    return next;
  }

  #calls(path: string, old: readonly ts.Type[], now: readonly ts.Type[]): Place[] {
    const next: Place[] = [];
    const signatures = (types: readonly ts.Type[]): ts.Signature[] =>
      types.flatMap((type) => [...type.getCallSignatures(), ...type.getConstructSignatures()]);
    const [was, is] = [signatures(old), signatures(now)];
    if (is.length > 0) {
      const given = (list: readonly ts.Signature[]): ts.Type[] =>
        list.map((signature) => signature.getReturnType());
      next.push({ path: `${path}()`, before: given(was), after: given(is) });
    }
    const taken = (list: readonly ts.Signature[], index: number): ts.Type[] =>
      list.flatMap(({ parameters }) => {
        const symbol = parameters[index];
        return symbol === undefined ? [] : [this.#checker.getTypeOfSymbol(symbol)];
      });
    const most = Math.max(0, ...was.map(({ parameters }) => parameters.length));
    for (let index = 0; index < most; index += 1) {
      const [before, after] = [taken(was, index), taken(is, index)];
      next.push({ path: `${path}(${index + 1})`, before, after });
    }
    const inner = (types: readonly ts.Type[]): ts.Type[] =>
      types.flatMap((type) => this.#checker.getTypeArguments(type as ts.TypeReference)); // none, if it is not
    const hasArguments = (type: ts.Type): boolean => "target" in type;
    const [outer, others] = [old.filter(hasArguments), now.filter(hasArguments)];
    if (outer.length > 0) next.push({ path, before: inner(outer), after: inner(others) });
    return next;
  }

  #isNew(one: ts.Type, other: ts.Type): boolean {
    const others = this.#seen.get(one) ?? new Set();
    this.#seen.set(one, others);
    if (others.has(other)) return false;
    others.add(other);
    return true;
  }
}

/** The objects that a type stands for. */
function parts(type: ts.Type): ts.Type[] {
  if (type.isUnion()) return type.types.flatMap(parts);
  const isLoose = (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  return isLoose || type.isIntersection() || (type.flags & ts.TypeFlags.Object) !== 0 ? [type] : [];
}

/** What is declared in our own files; of a list or a promise, only what it holds is compared. */
function membersOf(types: readonly ts.Type[], checker: ts.TypeChecker): Map<string, ts.Symbol[]> {
  const found = new Map<string, ts.Symbol[]>();
  for (const type of types) {
    for (const symbol of checker.getPropertiesOfType(type)) {
      const isOwn = (symbol.declarations ?? []).some(
        (each) => !each.getSourceFile().fileName.includes("/node_modules/"),
      );
      if (isOwn) found.set(symbol.name, [...(found.get(symbol.name) ?? []), symbol]);
    }
  }
  return found;
}
