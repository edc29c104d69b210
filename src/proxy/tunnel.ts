import { Agent as HttpAgent, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls, type ConnectionOptions } from "node:tls";

/** An option of a request: ends the tunnel that is being made for it. Node keeps `signal` from the agent. */
export interface TunnelOptions {
  readonly tunnelSignal?: AbortSignal | undefined;
}

/** What an agent is told of the connection that it is to make: the options of the request. */
interface Target extends TunnelOptions {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
}

type Callback = (error: Error | null, socket?: Duplex | null) => void;

/** An agent whose connections, `https:` ones, run through the proxy; they are kept for the calls to come. */
export function secureAgent(proxy: URL): HttpsAgent {
  return new (class extends HttpsAgent {
    override createConnection(options: Target & ConnectionOptions, callback: Callback): undefined {
      open(proxy, options, (error, socket) => {
        if (socket == null) callback(error);
        else callback(null, connectTls({ ...options, socket }));
      });
    }
  })({ keepAlive: true });
}

/** The same for `http:`. */
export function plainAgent(proxy: URL): HttpAgent {
  return new (class extends HttpAgent {
    override createConnection(options: Target, callback: Callback): undefined {
      open(proxy, options, callback);
    }
  })({ keepAlive: true });
}

/**
 * Opens a tunnel (RFC 9110, section 9.3.6). By Node's own parser: it bounds what a proxy may answer, and the caller's
 * signal ends it.
 */
function open(
  proxy: URL,
  { host = "", port = 0, tunnelSignal: signal }: Target,
  callback: Callback,
): void {
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const request = (proxy.protocol === "https:" ? requestHttps : requestHttp)({
    host: proxy.hostname.replace(/^\[|\]$/g, ""),
    port: proxy.port,
    method: "CONNECT",
    path: target,
    headers: { Host: target, ...credentials(proxy) },
    agent: false,
  });
  const stop = (): void => void request.destroy(new Error("the call was ended"));
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop, { once: true });
  request.on("connect", ({ statusCode = 0 }, socket: Socket, head) => {
    signal?.removeEventListener("abort", stop);
    if (statusCode === 200) {
      if (head.length > 0) socket.unshift(head);
      callback(null, socket);
    } else {
      socket.destroy();
      callback(refusal(statusCode));
    }
  });
  request.on("error", (error: NodeJS.ErrnoException) => {
    signal?.removeEventListener("abort", stop);
    // The system's error says of which step it is, and so that nothing was sent; it does not say whose address that was.
    error.message = `the proxy ${proxy.host} cannot be reached: ${error.code ?? error.message}`;
    callback(error);
  });
  request.end();
}

function credentials({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  return { "Proxy-Authorization": `Basic ${btoa(`${bytesOf(username)}:${bytesOf(password)}`)}` };
}

/** The bytes that stand there escaped, one to a character; a `%` that begins no escape stands for itself, as in curl. */
function bytesOf(escaped: string): string {
  return escaped.replace(/%([0-9a-f]{2})/gi, (_, byte: string) =>
    String.fromCharCode(Number.parseInt(byte, 16)),
  );
}

/** A tunnel that the proxy refuses looks like a call that was broken off; yet nothing was sent. */
function refusal(status: number): Error {
  const error = new Error(`the proxy refused the connection with ${status}`);
  return Object.assign(error, { code: "ECONNREFUSED" });
}
