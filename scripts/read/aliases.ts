import { escapeStep } from "../model/json.ts";

/**
 * So many values that stand nowhere but are made by aliases are no text that a person wrote: GitHub's description, one of
 * the largest, holds half a million values in all. What is written out is bounded by the size of its file.
 */
const MOST_REPEATED = 250_000;

/** A pointer to a mapping or list that stands inside itself, which a YAML alias can bring about; or undefined. */
export function selfAlias(root: unknown): string | undefined {
  const finished = new Set<object>();
  const above = new Set<object>();
  /** The steps from a node down to such a mapping, the last one first. */
  const search = (node: unknown): string[] | undefined => {
    if (typeof node !== "object" || node === null || finished.has(node)) return undefined;
    if (above.has(node)) return [];
    above.add(node);
    for (const [key, value] of Object.entries(node)) {
      const found = search(value);
      if (found !== undefined) return [...found, key];
    }
    above.delete(node);
    finished.add(node);
    return undefined;
  };
  const steps = search(root);
  return steps && ["#", ...steps.reverse().map(escapeStep)].join("/");
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
  const whole = sizeOf(root);
  const written = [...sizes.keys()].reduce((sum, node) => sum + Object.keys(node).length, 1);
  if (whole - written <= MOST_REPEATED) return undefined;
  // The innermost that is too large by itself.
  let [node, pointer] = [root, "#"];
  for (;;) {
    const inner = Object.entries(node ?? {}).find(([, value]) => sizeOf(value) > MOST_REPEATED);
    if (inner === undefined) return pointer;
    [node, pointer] = [inner[1], `${pointer}/${escapeStep(inner[0])}`];
  }
}
