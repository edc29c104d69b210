import { writeFile } from "node:fs/promises";
import { request as sendOn } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { onTestFinished } from "vitest";
import { startProxy } from "./proxy.js";

/** The mock at a port behind TLS under a name, the proxy that leads to it, and the certificate to trust. */
export async function behindTls(port: number, name: string, folder: string) {
  const made = await generate([{ name: "commonName", value: name }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2 as const, value: name }] }],
  });
  const server = createServer({ key: made.private, cert: made.cert }, (request, response) => {
    const { method, url: path } = request;
    const headers = { ...request.headers, host: "127.0.0.1" }; // the mock answers to its own names only
    const sent = sendOn({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on("error", () => response.destroy());
    request.pipe(sent);
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const proxy = await startProxy((server.address() as AddressInfo).port); // it listens on TCP
  const certificate = join(folder, "certificate.pem");
  await writeFile(certificate, made.cert);
  return { proxy, certificate };
}
