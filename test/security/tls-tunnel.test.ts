import { expect, test } from "vitest";
import { listOf, setUp } from "../cli/job.js";
import { startProgram } from "../cli/program.js";
import { behindTls as behindHttps } from "../proxy/tls.js";

/** A job whose server is the mock behind TLS, as hubspot.example, and the proxy that leads to it. */
async function behindTls() {
  const job = await setUp(listOf(250), { token: "a-token-of-hubspot" });
  const { port } = job.mock;
  const { proxy, certificate } = await behindHttps(port, "hubspot.example", job.folder);
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
