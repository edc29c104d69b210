import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request. */
export type Answer = (response: ServerResponse, request: SeenRequest) => void;

export interface TestServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** In the order of their arrival; the count is the proof of what was sent. */
  readonly requests: readonly SeenRequest[];
}

/**
 * Starts a server on a free loopback port that gives the answers one after the other, the last one
 * for ever, and closes it with the test.
 */
export async function serve(...answers: readonly Answer[]): Promise<TestServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const seen: SeenRequest = {
        method: request.method ?? "",
        url: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(seen);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      answer?.(response, seen);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  // A server that listens on TCP has such an address.
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** A status with a body that is text, JSON unless the headers say otherwise. */
export function reply(status: number, body = "", headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(body);
  };
}

/** A status with a JSON body. */
export function json(status: number, value: unknown, headers?: Record<string, string>): Answer {
  return reply(status, JSON.stringify(value), headers);
}

/** The head of an answer and a part of its body, then a broken connection. */
export function cutOff(status: number, part: string): Answer {
  return (response) => {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.write(part, () => response.destroy());
  };
}

/** Takes the request and never answers. */
export const silence: Answer = () => {};

/** Takes the request and breaks the connection. */
export const reset: Answer = (response) => {
  response.destroy();
};

/** A 2xx that says that all went well: with the statuses of each address where they are asked for. */
export const accepted: Answer = (response, request) => {
  const { inputs } = JSON.parse(request.body) as { inputs: string[] };
  const status = {
    subscriptionId: 1,
    status: "UNSUBSCRIBED",
    source: "Public status API",
    timestamp: "2026-01-01T00:00:00Z",
  };
  const results = inputs.map((subscriberIdString) => ({
    subscriberIdString,
    statuses: [{ subscriberIdString, ...status }],
  }));
  const verbose = request.url.includes("verbose=true");
  json(200, { status: "COMPLETE", results: verbose ? results : [] })(response, request);
};
