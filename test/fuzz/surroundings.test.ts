import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { readFaultsFile } from "../../src/cli/faults-file.js";
import { proxyFetch } from "../../src/proxy/proxy-fetch.js";
import { findToken } from "../../src/cli/token-source.js";
import { tunnelFetch } from "../../src/proxy/tunnel-fetch.js";
import { UsageError } from "../../src/cli/usage-error.js";
import { createClient, isHubSpotError } from "../../src/index.js";
import { createRedact } from "../../src/text/redact.js";
import { visible } from "../../src/text/terminal.js";

/** More by hand: FUZZ_RUNS=100000 npx vitest run test/fuzz/surroundings.test.ts */
const numRuns = Number(process.env["FUZZ_RUNS"] ?? 150);
/** Another one finds other cases: `FUZZ_SEED=7`. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const timeout = 3_600_000;
const folder = await mkdtemp(join(tmpdir(), "fuzz-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const path = join(folder, "file");

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => new TextEncoder().encode(text)),
);
const word = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "\u0000",
    "\u001b[2J",
    "http://",
    "http://[",
    "*",
    "%",
    ":",
  ),
);

/** What a command line makes of it: a value, or an error whose words go to the terminal. */
async function judge(
  step: () => Promise<unknown>,
  secret = "",
  kind: typeof TypeError | typeof UsageError = UsageError,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
    const shown = visible(String(error)).replaceAll("\n", "");
    expect(shown).not.toMatch(/\p{Cc}|\[object /u);
    if (secret.length > 5) expect(shown).not.toContain(secret);
  }
}

test(
  "a token file of any bytes gives a token, or an error that does not show it",
  async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        await writeFile(path, content);
        const text = Buffer.from(content).toString("utf8").trim();
        await judge(async () => {
          const token = await (await findToken({}, path)).read();
          expect(token).toMatch(/^[\x21-\x7e]+$/);
        }, text);
      }),
      { numRuns, seed },
    );
  },
  timeout,
);

test(
  "a faults file of any bytes, or of any JSON, gives faults or an error with its name",
  async () => {
    const kind = fc.constantFrom("status", "rate-limit", "bad-address", "reset", "__proto__");
    const near = fc
      .array(
        fc.dictionary(
          fc.oneof(word, fc.constantFrom("kind", "status", "skip", "times")),
          fc.oneof(fc.jsonValue(), kind),
        ),
      )
      .map((value) => new TextEncoder().encode(JSON.stringify(value)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, near), async (content) => {
        await writeFile(path, content);
        await judge(() => readFaultsFile(path));
      }),
      { numRuns, seed },
    );
  },
  timeout,
);

test(
  "variables of the environment with any text give a way out, or an error without the text",
  async () => {
    const names = [
      "HTTPS_PROXY",
      "https_proxy",
      "HTTP_PROXY",
      "http_proxy",
      "NO_PROXY",
      "no_proxy",
      "HUBSPOT_ACCESS_TOKEN",
    ];
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), word), async (env) => {
        const secret = env["HTTPS_PROXY"] ?? "";
        const shown = /^https?:\/\/\[?$/.test(secret) ? "" : secret;
        await judge(() => proxyFetch(env), shown, TypeError);
        await judge(() => findToken(env, undefined), env["HUBSPOT_ACCESS_TOKEN"] ?? "");
      }),
      { numRuns, seed },
    );
  },
  timeout,
);

test(
  "a proxy that answers with any bytes ends the call with an error of the client",
  async () => {
    let answer: Uint8Array = new Uint8Array();
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const fetch = tunnelFetch(new URL(`http://127.0.0.1:${port}`));
    const client = createClient({
      accessToken: "secret-token-1",
      retries: 0,
      timeout: 2_000,
      fetch,
    });
    const heads = ["", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 407 No\r\n", "HTTP/1.1 200 OK\r\nX: "];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...heads), bytes, async (head, rest) => {
        answer = Buffer.concat([Buffer.from(head), rest]);
        const error: unknown = await client
          .batchUnsubscribeAll(["ana@example.com"])
          .catch((thrown: unknown) => thrown);
        expect(isHubSpotError(error)).toBe(true);
        expect(String(error)).not.toMatch(/secret-token|ana@/);
      }),
      { numRuns: Math.min(numRuns, 2_000), seed },
    );
  },
  timeout,
);

test(
  "a token is told by no text around it, nor an address by any spelling of its at sign",
  () => {
    const token = fc.stringMatching(/^[\w.~+/=-]{16,50}$/);
    const noise = fc
      .string({ unit: "grapheme", maxLength: 40 })
      .filter((text) => !/[%\\&<=+]/.test(text));
    const joints = [
      "@",
      " at ",
      "=40",
      "%40",
      "&#64;",
      "\\100",
      "<b>@</b>",
      "<![CDATA[@]]>",
      "\uff20",
      " @ ",
    ];
    fc.assert(
      fc.property(
        token,
        noise,
        noise,
        fc.constantFrom(...joints),
        (secret, before, after, joint) => {
          const redact = createRedact(["jane.doe@example.com"], new Set([secret]));
          const forms = [
            secret,
            encodeURIComponent(secret),
            Buffer.from(secret).toString("base64"),
          ];
          for (const form of forms) {
            const shown = redact(`${before} ${form} ${after}`, 1_000).toLowerCase();
            for (let at = 0; at + 12 <= secret.length; at += 1) {
              const stretch = secret.slice(at, at + 12).toLowerCase();
              // What stands in the noise by itself is not told by the token.
              if (!`${before} ${after}`.toLowerCase().includes(stretch))
                expect(shown).not.toContain(stretch);
            }
          }
          const address = redact(`${before} jane.doe${joint}example.com ${after}`, 1_000);
          expect(address).not.toMatch(/jane.?doe.{0,20}example/);
        },
      ),
      { numRuns, seed },
    );
  },
  timeout,
);
