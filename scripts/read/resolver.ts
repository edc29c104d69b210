import { BaseResolver, ResolveError, type Document, type Source } from "@redocly/openapi-core";
import { stat } from "node:fs/promises";

/**
 * Reads the files of a description, and nothing else: what has a scheme (`https:`, `file:`) is refused. With a
 * remote reference the same commit could give another output tomorrow.
 */
export class LocalResolver extends BaseResolver {
  /** Every file that was read, by its absolute path. */
  readonly documents = new Map<string, Document>();

  override async loadExternalRef(absoluteRef: string): Promise<Source> {
    if (/^https?:/i.test(absoluteRef)) {
      throw new ResolveError(
        new Error("remote references are refused; keep a copy beside the description"),
      );
    }
    const found = await stat(absoluteRef).catch(() => undefined);
    if (found !== undefined && !found.isFile()) {
      throw new ResolveError(new Error(`${absoluteRef} is not a file`));
    }
    return super.loadExternalRef(absoluteRef);
  }

  override parseDocument(source: Source, isRoot = false): Document {
    const document = super.parseDocument(source, isRoot);
    this.documents.set(source.absoluteRef, document);
    return document;
  }
}
