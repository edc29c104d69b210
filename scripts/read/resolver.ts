import {
  BaseResolver,
  isAbsoluteUrl,
  ResolveError,
  Source,
  type Document,
} from "@redocly/openapi-core";
import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InputProblem } from "../problem.ts";
import { toPlace } from "./places.ts";
import { selfAlias, swollen } from "./aliases.ts";

/** Characters that mean something in a URL. The linter makes identifiers of paths, and loses its way with these. */
const UNSAFE = /[#%?\s]/g;

/**
 * Reads the files of a description, and nothing else: what has a scheme (`https:`, `file:`) is refused. With a
 * remote reference the same commit could give another output tomorrow.
 *
 * The linter sees each file under a path without unsafe characters; `realPath` leads back.
 */
export class LocalResolver extends BaseResolver {
  /** Every file that was read, by the path under which the linter knows it. */
  readonly documents = new Map<string, Document>();
  readonly #asked = new Set<string>();
  /** The folders above the description that have another name for the linter, innermost first. */
  readonly #renamed: (readonly [shown: string, real: string])[] = [];

  /** Gives the path under which the linter is to know the root file. */
  enter(path: string): string {
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
      const shown = folder.replace(UNSAFE, "_");
      if (shown !== folder) this.#renamed.push([shown, folder]);
    }
    const folder = dirname(path);
    return join(folder.replace(UNSAFE, "_"), path.slice(folder.length));
  }

  realPath(shown: string): string {
    for (const [from, to] of this.#renamed) {
      if (shown.startsWith(from)) return to + shown.slice(from.length);
    }
    return shown;
  }

  /** The real path of every file that was asked for, read or not. */
  paths(): string[] {
    return [...this.#asked];
  }

  override async loadExternalRef(absoluteRef: string): Promise<Source> {
    if (isAbsoluteUrl(absoluteRef)) {
      throw new ResolveError(
        new Error("remote references are refused; keep a copy beside the description"),
      );
    }
    const path = this.realPath(absoluteRef);
    this.#asked.add(path);
    try {
      if (!(await stat(path)).isFile()) throw new Error("it is not a file");
      const text = await readFile(path, "utf8");
      // The same description saved with other line ends, or with a byte-order mark, is the same description.
      return new Source(absoluteRef, text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"));
    } catch (error) {
      throw new ResolveError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  override parseDocument(source: Source, isRoot = false): Document {
    const document = super.parseDocument(source, isRoot);
    this.#refuse(
      source,
      selfAlias(document.parsed),
      "this alias stands inside what it names: it has no end",
    );
    this.#refuse(
      source,
      swollen(document.parsed),
      "its aliases stand for more values than can be read",
    );
    this.documents.set(source.absoluteRef, document);
    return document;
  }

  #refuse(source: Source, pointer: string | undefined, message: string): void {
    if (pointer === undefined) return;
    throw new InputProblem(message, toPlace({ source, pointer, reportOnKey: true }, this));
  }
}
