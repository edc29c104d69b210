import { escapeStep } from "../model/json.ts";

/**
 * So many values that stand nowhere but are made by aliases are no text that a person wrote: GitHub's description, one of
 * the largest, holds half a million values in all. What is written out is bounded by the size of its file.
 */
const MOST_REPEATED = 250_000;

/** Whether there is a value that JSON does not have, which a tag can bring about. */
export function hasOtherThanJson(root: unknown): boolean {
  const seen = new Set<unknown>();
  const open = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (["string", "number", "boolean", "undefined"].includes(typeof node)) continue;
    if (node === null || seen.has(node)) continue;
    seen.add(node);
    const kinds = [Object.prototype, Array.prototype, null];
    if (typeof node !== "object" || !kinds.includes(Object.getPrototypeOf(node) as null))
      return true;
    for (const inner of Object.values(node)) open.push(inner);
  }
  return false;
}

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

/** And so many characters. */
const MOST_TEXT = 25_000_000;

/**
 * A pointer to what aliases make too much of, or undefined: nine lists of nine aliases each are a few lines, and four
 * hundred million values once each alias is what it stands for.
 *
 * @param length of the file, in characters
 */
export function swollen(root: unknown, length: number): string | undefined {
  const sizes = new Map<object, number>();
  const sizeOf = (node: unknown): number => {
    if (typeof node !== "object" || node === null) return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    const size = Object.values(node).reduce((sum: number, value) => sum + sizeOf(value), 1);
    sizes.set(node, size);
    return size;
  };
  const texts = new Map<object, number>();
  const textOf = (node: unknown): number => {
    if (typeof node === "string") return node.length;
    if (typeof node !== "object" || node === null) return 0;
    const known = texts.get(node);
    if (known !== undefined) return known;
    const size = Object.values(node).reduce((sum: number, value) => sum + textOf(value), 0);
    texts.set(node, size);
    return size;
  };
  const whole = sizeOf(root);
  const written = [...sizes.keys()].reduce((sum, node) => sum + Object.keys(node).length, 1);
  if (whole - written > MOST_REPEATED)
    return innermost(root, (node) => sizeOf(node) > MOST_REPEATED);
  // A text has no identity, so that one of an alias looks like one that is written out.
  return textOf(root) - length > MOST_TEXT
    ? innermost(root, (node) => textOf(node) > MOST_TEXT)
    : undefined;
}

/** A pointer to the innermost part that is too large by itself. */
function innermost(root: unknown, isTooLarge: (node: unknown) => boolean): string {
  let [node, pointer] = [root, "#"];
  for (;;) {
    const inner = Object.entries(node ?? {}).find(([, value]) => isTooLarge(value));
    if (inner === undefined || typeof inner[1] === "string") return pointer;
    [node, pointer] = [inner[1], `${pointer}/${escapeStep(inner[0])}`];
  }
}
