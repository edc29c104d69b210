import { createServer, type AddressInfo, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { tunnelFetch } from "../../src/proxy/tunnel-fetch.js";
import { createClient } from "../../src/index.js";

/** A proxy that takes a connection, and then does as it likes; tells whether the connection is gone. */
async function startProxy(behave: (socket: Socket) => void) {
  let closed: () => void;
  const gone = new Promise<void>((resolve) => (closed = resolve));
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("close", () => closed());
    socket.once("data", () => behave(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // a server that listens on TCP has one
  const client = createClient({
    accessToken: "secret-token",
    retries: 0,
    timeout: 1_000,
    fetch: tunnelFetch(new URL(`http://127.0.0.1:${port}`)),
  });
  return { gone, error: client.batchUnsubscribeAll(["ana@example.com"]).catch(String) };
}

test("headers without end are cut off, and the connection with them", async () => {
  let written = 0;
  const { gone, error } = await startProxy((socket) => {
    const line = `X-Pad: ${"a".repeat(8_000)}\r\n`;
    const go = (): void => {
      while (socket.writable) {
        written += line.length;
        if (!socket.write(line)) return void socket.once("drain", go);
      }
    };
    socket.write("HTTP/1.1 200 OK\r\n");
    go();
  });
  expect(await error).toMatch(/HPE_HEADER_OVERFLOW/);
  await gone;
  expect(written).toBeLessThan(100e6); // what the buffers of the system take
});

test("silence lasts as long as the time limit, and the connection no longer", async () => {
  const { gone, error } = await startProxy(() => {});
  expect(await error).toMatch(/^HubSpotTimeoutError/);
  await gone;
});

test.each([
  "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n",
  "220 mail ready\r\n\r\n",
])("%j is no tunnel, and nothing is sent through it", async (answer) => {
  const sent: string[] = [];
  const { gone, error } = await startProxy((socket) => {
    socket.on("data", (chunk) => sent.push(String(chunk)));
    socket.write(answer);
  });
  expect(await error).toMatch(/^HubSpotNetworkError/);
  await gone;
  expect(sent).toEqual([]);
});
