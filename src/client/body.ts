import type { BodyFlaw } from "../outcome/unknown.js";
import type { FetchBodyReader, FetchResponse } from "./request.js";

/** The body of an answer, as far as it was read. */
export interface ReadBody {
  readonly text: string;
  /** Why the text is not the whole body, where it is not. */
  readonly flaw?: BodyFlaw | undefined;
}

/** The running read of a body. */
export interface BodyReading {
  readonly done: Promise<ReadBody>;
  /** Releases the connection, whether or not `fetch` honours its signal. */
  cancel(): void;
}

/**
 * Reads a body up to a number of bytes. Uses one growing buffer, since a server may send any number of one-byte chunks.
 */
export function readBody(response: FetchResponse, maxBytes: number): BodyReading {
  // Another `fetch` may give anything: a stream of its own platform, a text alone, or neither.
  const { body, text } = response as Partial<FetchResponse>;
  if (typeof body?.getReader !== "function") {
    const none = body === null ? EMPTY : UNREADABLE;
    const done = typeof text === "function" ? readText(response, maxBytes) : Promise.resolve(none);
    return { done, cancel() {} };
  }
  const reader = body.getReader();
  return {
    done: readChunks(reader, maxBytes),
    cancel: () => void letGo(reader),
  };
}

const EMPTY: ReadBody = { text: "" };
/** It cannot be read, so it is unknown whether it is empty. */
const UNREADABLE: ReadBody = { text: "", flaw: "unreadable-body" };

async function readChunks(reader: FetchBodyReader, maxBytes: number): Promise<ReadBody> {
  let buffer = new Uint8Array();
  let size = 0;
  const end = (flaw?: BodyFlaw): ReadBody => ({
    text: new TextDecoder().decode(buffer.subarray(0, size)),
    flaw,
  });
  for (;;) {
    let chunk: Uint8Array | undefined;
    try {
      const { done, value } = await reader.read();
      if (done) return end();
      chunk = value;
    } catch {
      return end("body-cut-off");
    }
    const room = maxBytes - size;
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
    if (size === 0) {
      // Most bodies are one chunk, which is used without copying and never written to.
      buffer = part as Uint8Array<ArrayBuffer>; // read only, so the kind of its memory is no matter
    } else if (part.length > 0) {
      if (buffer.length < size + part.length) {
        const larger = new Uint8Array(Math.max(2 * buffer.length, size + part.length));
        larger.set(buffer.subarray(0, size));
        buffer = larger;
      }
      buffer.set(part, size);
    }
    size += part.length;
    if (part !== chunk) {
      void letGo(reader);
      return end("body-too-large");
    }
  }
}

async function letGo(reader: FetchBodyReader): Promise<void> {
  try {
    await reader.cancel();
  } catch {
    // The stream is already broken, or not a stream of the platform.
  }
}

async function readText(response: FetchResponse, maxBytes: number): Promise<ReadBody> {
  try {
    const text: unknown = await response.text();
    if (typeof text !== "string") return UNREADABLE;
    if (text.length <= maxBytes) return { text };
    return { text: text.slice(0, maxBytes), flaw: "body-too-large" };
  } catch {
    return { text: "", flaw: "body-cut-off" };
  }
}
