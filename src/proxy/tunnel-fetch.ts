import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";

import { plainAgent, secureAgent, type TunnelOptions } from "./tunnel.js";

/** The statuses whose answers have no body, and which `Response` takes none for. */
const withoutBody = [204, 205, 304];

/** `fetch` as it is called with a URL as text; a client takes it. */
export type ProxyFetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * A `fetch` through a tunnel of this proxy: what the client needs of one, over Node's own HTTP. Redirects
 * are not followed. Node's `fetch` takes no proxy before Node 24, and the whole of undici, which has one,
 * would be a third of the package.
 */
export function tunnelFetch(proxy: URL): ProxyFetch {
  const secure = secureAgent(proxy);
  const plain = plainAgent(proxy);
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const isSecure = url.startsWith("https:");
      const options: RequestOptions & TunnelOptions = {
        agent: isSecure ? secure : plain,
        method: method ?? "GET",
        // Nothing here unpacks what is compressed.
        headers: { ...Object.fromEntries(new Headers(headers)), "accept-encoding": "identity" },
        ...(signal ? { signal, tunnelSignal: signal } : undefined),
      };
      const sent = (isSecure ? requestHttps : requestHttp)(url, options);
      sent.on("response", (answer) => {
        try {
          resolve(toResponse(answer));
        } catch (error) {
          answer.destroy();
          reject(failure(error));
        }
      });
      sent.on("error", (error) =>
        reject(signal?.aborted === true ? signal.reason : failure(error)),
      );
      sent.end(body ?? undefined);
    });
}

function toResponse(answer: IncomingMessage): Response {
  const headers = new Headers();
  const { rawHeaders, statusCode: status = 0 } = answer;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? "", rawHeaders[index + 1] ?? "");
  }
  if (withoutBody.includes(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  // Cast: Node's type of a web stream and the global one are two names for the same.
  return new Response(Readable.toWeb(answer) as ReadableStream, { status, headers });
}

/** As `fetch` tells it. */
function failure(cause: unknown): TypeError {
  return new TypeError("fetch failed", { cause });
}
