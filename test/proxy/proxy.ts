import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A tunnel that was asked for. */
interface Seen {
  readonly target: string;
  readonly authorization: string | undefined;
}

/** A proxy that takes every tunnel to one port of this machine, or refuses it. */
export async function startProxy(port?: number) {
  const seen: Seen[] = [];
  const server: Server = createServer();
  server.on("connect", (request, socket) => {
    const authorization = request.headers["proxy-authorization"];
    seen.push({ target: request.url ?? "", authorization });
    socket.on("error", () => {});
    if (port === undefined) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => {});
    onTestFinished(() => void upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens on TCP has such an address.
  const { port: own } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${own}`, seen };
}
