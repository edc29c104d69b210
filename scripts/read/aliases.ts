import { escapeStep } from "../model/json.ts";

/** So many values are no text that a person wrote; GitHub's description, one of the largest, holds half a million. */
const MOST_VALUES = 10_000_000;

/** A pointer to a mapping or list that stands inside itself, which a YAML alias can bring about; or undefined. */
export function selfAlias(root: unknown): string | undefined {
  const finished = new Set<object>();
  const search = (
    node: unknown,
    pointer: string,
    above: ReadonlySet<object>,
  ): string | undefined => {
    if (typeof node !== "object" || node === null || finished.has(node)) return undefined;
    if (above.has(node)) return pointer;
    const inside = new Set([...above, node]);
    for (const [key, value] of Object.entries(node)) {
      const found = search(value, `${pointer}/${escapeStep(key)}`, inside);
      if (found !== undefined) return found;
    }
    finished.add(node);
    return undefined;
  };
  return search(root, "#", new Set());
}

/**
 * A pointer to what aliases make too much of, or undefined: nine lists of nine aliases each are a few lines, and four
 * hundred million values once each alias is what it stands for.
 */
export function swollen(root: unknown): string | undefined {
  const sizes = new Map<object, number>();
  const sizeOf = (node: unknown): number => {
    if (typeof node !== "object" || node === null) return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    const size = Object.values(node).reduce((sum: number, value) => sum + sizeOf(value), 1);
    sizes.set(node, size);
    return size;
  };
  if (sizeOf(root) <= MOST_VALUES) return undefined;
  // The innermost that is too large by itself.
  let [node, pointer] = [root, "#"];
  for (;;) {
    const inner = Object.entries(node ?? {}).find(([, value]) => sizeOf(value) > MOST_VALUES);
    if (inner === undefined) return pointer;
    [node, pointer] = [inner[1], `${pointer}/${escapeStep(inner[0])}`];
  }
}
