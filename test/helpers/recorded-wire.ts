import busboy from "busboy";
import createClient from "openapi-fetch";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { loadGenerated, renderSources } from "./pipeline.js";

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  /** Path and query, as they stood in the first line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Buffer;
}

type Call = (client: unknown, init?: object) => Promise<{ data?: unknown; error?: unknown }>;

/** The functions generated from a description, called against a server on loopback that records what arrives. */
export async function recordWire(description: object, reply: Reply = {}) {
  const generated = await loadGenerated(
    await renderSources(JSON.stringify(description)),
    "client.ts",
  );
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { method = "", url = "", headers } = request;
      arrived.push({ method, url, headers, body });
      const type = reply.type === undefined ? {} : { "content-type": reply.type };
      response.writeHead(reply.status ?? 200, type).end(reply.body ?? "");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({ baseUrl });
  return {
    baseUrl,
    arrived,
    answer: (name: string, init: object = {}) => (generated[name] as Call)(client, init),
    /** What arrives for one call. */
    async sent(name: string, init: object = {}): Promise<Arrived> {
      await (generated[name] as Call)(client, init);
      const last = arrived.at(-1);
      if (last === undefined) throw new Error("nothing arrived");
      return last;
    },
  };
}

/** A part of a multipart body, as busboy reads it. */
export interface Part {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly file?: string | undefined;
}

/** Reads a form back with a published parser, multipart or not. */
export async function readForm({ headers, body }: Arrived): Promise<Part[]> {
  const parts: Part[] = [];
  const parser = busboy({ headers, defParamCharset: "utf8" });
  parser.on("field", (name, value, { mimeType }) => parts.push({ name, value, type: mimeType }));
  const files: Promise<unknown>[] = [];
  parser.on("file", (name, stream, { filename, mimeType }) => {
    const index = parts.push({ name, value: "", type: mimeType, file: filename }) - 1;
    files.push(
      buffer(stream).then((bytes) => {
        parts[index] = { name, value: bytes.toString("latin1"), type: mimeType, file: filename };
      }),
    );
  });
  parser.end(body);
  await once(parser, "close");
  await Promise.all(files);
  return parts;
}
