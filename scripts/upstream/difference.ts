import type { Published } from "./published.ts";

/** A fact in which our description and a published one differ. */
export interface Difference {
  /** The document that the pointer is into. */
  readonly document: "ours" | "published";
  /** RFC 6901. */
  readonly pointer: string;
  readonly kind: string;
  /** For a person: the two sides. */
  readonly detail: string;
  /** The description that was compared with; undefined for what is published in none. */
  readonly published: Published | undefined;
}

/** What makes two reports of one difference the same. */
export function keyOf({
  document,
  pointer,
  kind,
}: Pick<Difference, "document" | "pointer" | "kind">): string {
  return `${document} ${pointer} ${kind}`;
}

/** Collects differences, each once: a component that is used in many places differs once. */
export class Differences {
  /** The description that is being compared with. */
  published: Published | undefined;
  readonly #found = new Map<string, Difference>();

  add(document: Difference["document"], pointer: string, kind: string, detail: string): void {
    const difference = { document, pointer, kind, detail, published: this.published };
    if (!this.#found.has(keyOf(difference))) this.#found.set(keyOf(difference), difference);
  }

  get all(): readonly Difference[] {
    return [...this.#found.values()];
  }
}
