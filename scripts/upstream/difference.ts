/** A fact in which our description and the published one differ. */
export interface Difference {
  /** The document that the pointer is into. */
  readonly document: "ours" | "published";
  /** RFC 6901. */
  readonly pointer: string;
  readonly kind: string;
  /** For a person: the two sides. */
  readonly detail: string;
}

/** What makes two reports of one difference the same. */
export function keyOf({ document, pointer, kind }: Omit<Difference, "detail">): string {
  return `${document} ${pointer} ${kind}`;
}

/** Collects differences, each once: a component that is used in many places differs once. */
export class Differences {
  readonly #found = new Map<string, Difference>();

  add(document: Difference["document"], pointer: string, kind: string, detail: string): void {
    const difference = { document, pointer, kind, detail };
    if (!this.#found.has(keyOf(difference))) this.#found.set(keyOf(difference), difference);
  }

  get all(): readonly Difference[] {
    return [...this.#found.values()];
  }
}
