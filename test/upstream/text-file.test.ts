import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { generate } from "selfsigned";
import { expect, onTestFinished, test } from "vitest";
import { download } from "../../scripts/upstream/text-file.ts";
import { description, judge } from "../helpers/hostile-descriptions.js";
import { reply, serve, type Answer } from "../helpers/http.js";

const to = (location: string): Answer => reply(302, "", { Location: location });

test("a redirect is followed on the same server, and five times", async () => {
  const server = await serve(to("/a"), to("b"), reply(200, "text"));
  expect(await download(`${server.url}/from/here`)).toBe("text");
  expect(server.requests.map(({ url }) => url)).toEqual(["/from/here", "/a", "/b"]);
  const endless = await serve(to("/on"));
  await expect(download(endless.url)).rejects.toThrow("redirected more than 5 times");
  expect(endless.requests).toHaveLength(6);
});

test("a redirect to http is not followed to another server, and not asked for", async () => {
  const other = await serve(reply(200, "text"));
  const servers = [other.url, "http://specs.example.org/x.json", "file:///etc/passwd", "data:,x"];
  for (const server of servers) {
    const first = await serve(to(server));
    await expect(download(first.url)).rejects.toThrow(/it is redirected to .*, which is not https/);
  }
  expect(other.requests).toEqual([]);
});

test("a redirect from https to http is not followed, not even on the same machine", async () => {
  const other = await serve(reply(200, description("{}")));
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2 as const, value: "localhost" }] }],
  });
  const first = createServer({ key: made.private, cert: made.cert }, (_, response) => {
    response.writeHead(307, { Location: `${other.url}/x.yaml` }).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void first.close());
  await once(first, "listening");
  const { port } = first.address() as AddressInfo; // it listens on TCP
  const files = { "ours.yaml": description("{}"), "certificate.pem": made.cert };
  const args = ["upstream", `https://localhost:${port}/x.yaml`, "--spec", "ours.yaml"] as const;
  const trusting = { NODE_EXTRA_CA_CERTS: "certificate.pem" };
  const { code, err } = await judge(files, args, trusting);
  expect(err).toContain(`it is redirected to ${other.url}/x.yaml, which is not https`);
  expect([code, other.requests]).toEqual([2, []]);
}, 60_000);

test("what is no address, or holds a password, is refused with a sentence that does not quote it", async () => {
  await expect(download("https://")).rejects.toThrow("https:// is no address");
  const secret = download("https://user:a-secret@specs.example.org/x.json");
  await expect(secret).rejects.toThrow(/^specs\.example\.org: .* is not taken$/);
});

test("a body without end is let go, and so is one that unpacks to hundreds of megabytes", async () => {
  const piece = "x".repeat(1024 * 1024);
  let isOpen = true;
  const endless = await serve((response) => {
    response.on("close", () => (isOpen = false));
    const write = (): boolean => !response.destroyed && response.write(piece, write);
    response.writeHead(200);
    write();
  });
  await expect(download(endless.url)).rejects.toThrow("it is larger than any description");
  await expect.poll(() => isOpen).toBe(false);
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024)).toString("latin1");
  const packed = await serve((response) => {
    response.writeHead(200, { "Content-Encoding": "gzip" }).end(bomb, "latin1");
  });
  await expect(download(packed.url)).rejects.toThrow("it is larger than any description");
}, 60_000);

test("an answer that is no text, or is cut off, is refused with what it was had from", async () => {
  const ours = description("{}");
  const cut = (response: Parameters<Answer>[0]) => {
    response.writeHead(200, { "Content-Length": "9999" });
    response.write(ours, () => response.destroy());
  };
  for (const [answer, words] of [
    [
      reply(200, "\u0089PNG\r\n\u001a\n\u0000\u0000", { "Content-Type": "image/png" }),
      /cannot parse/,
    ],
    [reply(200, "<html>Log in</html>"), /not an OpenAPI 3\.0 or 3\.1 description/],
    [reply(204), /the server answers 204|not an OpenAPI/],
    [cut, /cannot download .*terminated/],
  ] as const) {
    const { url } = await serve(answer);
    const { code, err } = await judge({ "ours.yaml": ours }, [
      "upstream",
      url,
      "--spec",
      "ours.yaml",
    ]);
    expect(err).toMatch(words);
    expect(err).toContain(url);
    expect(err).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  }
}, 60_000);
