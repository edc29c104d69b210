import type { Document, NormalizedProblem, Source } from "@redocly/openapi-core";
import { dirname, relative } from "node:path";
import { escapeStep, isObject, lookUp, type Json, type JsonObject } from "../model/json.ts";
import { shownPath, type Place } from "../problem.ts";
import { getCodeframe, getLineColLocation } from "./openapi-core.ts";

export type Location = NormalizedProblem["location"][number];

/** The files of a description, as the resolver that read them knows them. */
export interface Library {
  readonly documents: ReadonlyMap<string, Document>;
  /** The path of a file on disk, by the one that the linter has for it. */
  realPath(shown: string): string;
  /** Whether lines of a file may be shown. */
  mayShow(shown: string): boolean;
}

/** Where a location of the linter is, for a person: a path as seen from the working directory, line, column, lines around. */
export function toPlace(location: Location, resolver: Library): Place {
  const exact = getLineColLocation(location);
  return {
    file: shownPath(resolver.realPath(exact.source.absoluteRef)),
    // For an error of the whole file the parser gives no place.
    line: exact.start.line || 1,
    column: exact.start.col || 1,
    // Only for those that are printed: a description on one line takes long to cut a frame out of.
    get frame() {
      return resolver.mayShow(exact.source.absoluteRef) ? getCodeframe(exact, false) : "";
    },
  };
}

/**
 * Finds the file and line of a pointer into the bundled description. The bundle keeps the very objects that the
 * parser made of each file, so an object's own file is known by identity.
 */
export class Origins {
  #origins: Map<Json, { source: Source; pointer: string }> | undefined;
  readonly #bundle: JsonObject;
  readonly #root: Document;
  readonly #resolver: Library;

  constructor(bundle: JsonObject, root: Document, resolver: Library) {
    this.#bundle = bundle;
    this.#root = root;
    this.#resolver = resolver;
  }

  /** Where an object stands: its file, as seen from the folder of the root file, and the pointer into it. */
  originOf(node: Json): { readonly file: string; readonly pointer: string } | undefined {
    const origin = (this.#origins ??= this.#read()).get(node);
    return origin && { file: this.#fromRoot(origin.source), pointer: origin.pointer };
  }

  /** What each file holds, by its path as seen from the folder of the root file. */
  files(): Map<string, Json> {
    const documents = [...this.#resolver.documents.values()];
    return new Map(
      documents.map(({ source, parsed }) => [this.#fromRoot(source), parsed as Json]), // as the parser gives it
    );
  }

  #fromRoot({ absoluteRef }: Source): string {
    const real = (path: string) => this.#resolver.realPath(path);
    return relative(dirname(real(this.#root.source.absoluteRef)), real(absoluteRef));
  }

  /** The place of the nearest object around the pointer that stands in a file. */
  find(pointer: string): Place | undefined {
    const origins = (this.#origins ??= this.#read());
    const steps = pointer.split("/");
    for (let length = steps.length; length > 0; length--) {
      const node = lookUp(this.#bundle, steps.slice(0, length).join("/") || "#");
      const origin = node === undefined ? undefined : origins.get(node);
      if (origin === undefined) continue;
      // One step further names a key or a plain value of that object, which has no identity of its own.
      const next = steps[length];
      const inner = next === undefined ? "" : `/${next}`;
      const exact = `${origin.pointer}${inner}`;
      return toPlace({ source: origin.source, pointer: exact, reportOnKey: true }, this.#resolver);
    }
    return undefined;
  }

  /** Only when a place is asked for: it takes as long as reading the description. */
  #read(): Map<Json, { source: Source; pointer: string }> {
    const origins = new Map<Json, { source: Source; pointer: string }>();
    const note = (node: unknown, source: Source, pointer: string): void => {
      const children = Array.isArray(node)
        ? node.entries()
        : isObject(node)
          ? Object.entries(node)
          : [];
      if (isObject(node) || Array.isArray(node)) {
        if (origins.has(node)) return;
        origins.set(node, { source, pointer });
      }
      for (const [key, value] of children) {
        note(value, source, `${pointer}/${escapeStep(String(key))}`);
      }
    };
    const others = [...this.#resolver.documents.values()].filter(
      ({ source }) => source !== this.#root.source,
    );
    for (const { parsed, source } of [...others, this.#root]) note(parsed, source, "#");
    return origins;
  }
}
