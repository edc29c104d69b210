import { escapeStep } from "../model/json.ts";

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
