import { writeFile } from "node:fs/promises";
import { request as sendOn } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { generate } from "selfsigned";
import { expect, onTestFinished, test } from "vitest";
import { listOf, setUp } from "../cli/job.js";
import { startProgram } from "../cli/program.js";
import { startProxy } from "../proxy/proxy.js";

/** A job whose server is the mock behind TLS, as hubspot.example, and the proxy that leads to it. */
async function behindTls() {
  const job = await setUp(listOf(250));
  const altNames = [{ type: 2 as const, value: "hubspot.example" }];
  const made = await generate([{ name: "commonName", value: "hubspot.example" }], {
    extensions: [{ name: "subjectAltName", altNames }],
  });
  const server = createServer({ key: made.private, cert: made.cert }, (request, response) => {
    const { method, url: path } = request;
    const headers = { ...request.headers, host: "127.0.0.1" }; // the mock answers to its own names only
    const { port } = job.mock;
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
  const certificate = join(job.folder, "certificate.pem");
  await writeFile(certificate, made.cert);
  const run = (host: string, env: Readonly<Record<string, string>>) =>
    startProgram(["run", job.list, "--base-url", `https://${host}`, "--yes", "--max-wait", "1"], {
      env: { HUBSPOT_ACCESS_TOKEN: job.mock.token, HTTPS_PROXY: `http://${proxy.host}`, ...env },
    });
  return { job, proxy, run, trusting: { NODE_EXTRA_CA_CERTS: certificate } };
}

test("a job goes out over TLS through the proxy, which sees no more than the host", async () => {
  const { job, proxy, run, trusting } = await behindTls();
  const program = run("hubspot.example", trusting);
  expect([await program.ended, program.err()]).toEqual([0, expect.any(String)]);
  expect(job.mock.state().out["portal"]).toHaveLength(250);
  expect(new Set(proxy.seen.map(({ target }) => target))).toEqual(new Set(["hubspot.example:443"]));
  expect(proxy.seen.length).toBeLessThanOrEqual(job.mock.state().calls.length);
});

test.each([
  ["that nobody vouches for", "hubspot.example", false, "DEPTH_ZERO_SELF_SIGNED_CERT"],
  ["of another host", "other.example", true, "ERR_TLS_CERT_ALTNAME_INVALID"],
])("nothing is sent to a server with a certificate %s", async (_, host, trusts, code) => {
  const { job, run, trusting } = await behindTls();
  const program = run(host, trusts ? trusting : {});
  expect(await program.ended).toBe(5);
  expect(program.err()).toContain(code);
  expect(job.mock.state().calls).toEqual([]);
});
