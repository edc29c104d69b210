import type { IncomingMessage } from "node:http";

/** A million addresses of usual length do not fit; a batch of thousands does. */
export const maxBodyBytes = 1_048_576;

/**
 * The body as text, `"too-large"` once it is over the bound, `"gone"` if the client left first.
 * What is over the bound is read on and dropped: an answer to a client that is still sending
 * would otherwise be lost when the connection closes.
 */
export async function readBody(
  request: IncomingMessage,
): Promise<{ readonly text: string } | "too-large" | "gone"> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // Without an encoding set, a request gives buffers.
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= maxBodyBytes) chunks.push(chunk);
      else chunks.length = 0;
    }
  } catch {
    return "gone";
  }
  return size > maxBodyBytes ? "too-large" : { text: Buffer.concat(chunks).toString("utf8") };
}
