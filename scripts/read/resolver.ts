import type { Document, Source as Text } from "@redocly/openapi-core";
import { constants, realpathSync } from "node:fs";
import { open, realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { InputProblem } from "../problem.ts";
import { toPlace } from "./places.ts";
import { hasOtherThanJson, selfAlias, swollen } from "./aliases.ts";
import { JsonSource } from "./json-source.ts";
import { parsePlainJson } from "./plain-json.ts";
import { NO_ANCHORS, takeAnchors, type Anchors } from "./anchors.ts";
import { near } from "../model/near.ts";
import { BaseResolver, isAbsoluteUrl, ResolveError, Source } from "./openapi-core.ts";

/** Characters that mean something in a URL. The linter makes identifiers of paths, and loses its way with these. */
const UNSAFE = /[#%?\s]/g;

/** What the kernel shows as files: the environment of a process, its memory, its devices. */
const SYSTEM = ["/proc", "/sys", "/dev"];

/** All files together; those of the largest APIs have some dozens of megabytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A tag that makes a value what it does not look like. */
const TAG = /!(?:!|<tag:yaml\.org,2002:)(?:binary|set|omap|pairs|timestamp)/;

/** Begins what is said of a file that is not read on purpose. */
export const OUTSIDE = "it is outside";

/** A message about a file that is not there or cannot be parsed, without the system's words and the absolute path. */
export function noSuchFile(message: string): string {
  return message
    .replace(/: (?:ENOENT: |The argument 'path' must be ).*$/s, ": there is no such file")
    .replace(/^Failed to parse: (.*?)(?: in ".*" \(\d+:\d+\))?$/s, "cannot parse: $1");
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

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
  readonly #anchors = new Map<object, Anchors>();
  /** The folders above the description that have another name for the linter, innermost first. */
  readonly #renamed: (readonly [shown: string, real: string])[] = [];
  #bytes = 0;
  #isLinked = false;
  readonly #root: string;
  readonly #folder: string;

  /**
   * @param root the path of the root file
   * @param folder apart from the root file nothing outside it is read, whatever a reference or a link says
   */
  constructor(root: string, folder: string) {
    super();
    this.#root = root;
    this.#folder = folder;
  }

  /** Gives the path under which the linter is to know the root file. */
  enter(): string {
    const path = this.#root;
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

  /**
   * Whether lines of a file may be shown. Not those of a root file that is a link out of its folder: it is read, as it was
   * named, but whoever made the folder may have had it lead to a token.
   */
  mayShow(shown: string): boolean {
    return !this.#isLinked || this.realPath(shown) !== this.#root;
  }

  /** Whether what lies in a folder may be a part of the description, links resolved. */
  mayHold(folder: string): boolean {
    try {
      return isInside(realpathSync(folder), realpathSync(this.#folder));
    } catch {
      return false;
    }
  }

  /** The real path of every file that was asked for, read or not. */
  paths(): string[] {
    return [...this.#asked];
  }

  override async loadExternalRef(absoluteRef: string): Promise<Text> {
    if (isAbsoluteUrl(absoluteRef)) {
      throw new ResolveError(
        new Error("remote references are refused; keep a copy beside the description"),
      );
    }
    const path = await this.#decoded(this.realPath(absoluteRef));
    this.#asked.add(path);
    try {
      const text = await this.#read(await this.#admit(path));
      // The same description saved with other line ends, or with a byte-order mark, is the same description.
      return new Source(absoluteRef, text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"));
    } catch (error) {
      throw new ResolveError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** A reference is a URL, in which a blank is `%20`; but a file may bear such a name as it stands. */
  async #decoded(path: string): Promise<string> {
    const folder = this.realPath(dirname(this.#root));
    if (path === this.#root || !path.startsWith(folder) || (await exists(path))) return path;
    try {
      return folder + decodeURIComponent(path.slice(folder.length));
    } catch {
      return path;
    }
  }

  /** Gives the path of a file with all links resolved; throws if it is none, or lies where no description does. */
  async #admit(path: string): Promise<string> {
    const real = await realpath(path);
    if (path === this.#root) this.#isLinked = !isInside(real, await realpath(dirname(path)));
    if (path !== this.#root && !isInside(real, await realpath(this.#folder))) {
      const folder = relative(process.cwd(), this.#folder) || ".";
      throw new Error(`${OUTSIDE} ${folder}; name a folder that holds all files by --root DIR`);
    }
    if (SYSTEM.some((folder) => isInside(real, folder)))
      throw new Error(`${OUTSIDE} any description: it belongs to the system`);
    return real;
  }

  /** Reads no more than was there when it was opened, and waits for no other end of a pipe: a file may change meanwhile. */
  async #read(path: string): Promise<string> {
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw new Error("it is not a file");
      this.#bytes += stats.size;
      if (this.#bytes > MOST_BYTES)
        throw new Error(`the description has more than ${MOST_BYTES / 1024 / 1024} MB`);
      const bytes = Buffer.alloc(stats.size);
      let length = 0;
      for (let read = -1; read !== 0 && length < bytes.length; length += read)
        read = (await file.read(bytes, length)).bytesRead;
      return bytes.toString("utf8", 0, length);
    } finally {
      await file.close();
    }
  }

  /** A document in which each reference to an `$anchor` is a JSON Pointer, which is all that the linter follows across files. */
  override async resolveDocument<Parsed>(base: string | null, ref: string, isRoot = false) {
    const [file = "", anchor] = isRoot ? [ref] : ref.split("#");
    const document = await super.resolveDocument<Parsed>(base, file, isRoot);
    const { pointers, references } = this.#anchorsOf(document);
    if (anchor !== undefined) {
      const message = `it has no $anchor ${JSON.stringify(anchor)}${near(anchor, pointers.keys())}`;
      throw new ResolveError(new Error(message));
    }
    const from = this.resolveExternalRef(base, file);
    for (const { holder, key, file: other, name } of references) {
      // Not by this method: two files may refer to each other.
      const target =
        other === "" ? document : await super.resolveDocument(from, other).catch(() => undefined);
      const pointer = target && this.#anchorsOf(target).pointers.get(name);
      if (pointer !== undefined) holder[key] = other + pointer;
    }
    return document;
  }

  #anchorsOf(document: object): Anchors {
    return this.#anchors.get(document) ?? NO_ANCHORS;
  }

  override parseDocument(source: Text, isRoot = false): Document {
    const plain = /\.json$/i.test(source.absoluteRef) ? parsePlainJson(source.body) : undefined;
    const document = plain
      ? { source: new JsonSource(source.absoluteRef, source.body), parsed: plain.value }
      : this.#parseYaml(source, isRoot);
    const anchors = takeAnchors(document);
    this.#refuse(source, anchors.twin, "two schemas of one file have this $anchor");
    this.#anchors.set(document, anchors);
    this.documents.set(source.absoluteRef, document);
    return document;
  }

  #parseYaml(source: Text, isRoot: boolean): Document {
    const document = super.parseDocument(source, isRoot);
    if (hasOtherThanJson(document.parsed)) {
      // What finds the line of a pointer fails at such a tag.
      const before = source.body.slice(0, Math.max(0, source.body.search(TAG))).split("\n");
      const start = { line: before.length, col: (before.at(-1)?.length ?? 0) + 1 };
      throw new InputProblem(
        "JSON has no value of this kind: such tags of YAML are not taken",
        toPlace({ source, pointer: undefined, start }, this),
      );
    }
    this.#refuse(
      source,
      selfAlias(document.parsed),
      "this alias stands inside what it names: it has no end",
    );
    this.#refuse(
      source,
      swollen(document.parsed, source.body.length),
      "its aliases stand for more values than can be read",
    );
    return document;
  }

  #refuse(source: Text, pointer: string | undefined, message: string): void {
    if (pointer === undefined) return;
    throw new InputProblem(message, toPlace({ source, pointer, reportOnKey: true }, this));
  }
}
