import { inspect } from "node:util";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createClient } from "../../src/index.js";
import { runIn } from "../cli/captured.js";
import { end, setUp } from "../cli/job.js";

const TOKEN = "pat-na1-4f8e21c7-90ab-4cde-8f01-23456789abcd";
const PERSON = "jane.doe@example.com";
const base64 = Buffer.from(`Bearer ${TOKEN}`).toString("base64");
/** Whatever of the token, or of the person, could be told from what is left. */
const TOKEN_LEAK =
  /pat-na1-4f|4f8e21c7|90ab-4cde|8f01-2345|23456789abcd|cGF0LW5hMS|BhdC1uYTE|wYXQtbmEx/i;
const PERSON_LEAK = /jane|\bdoe\b|example\.com/i;

const tokenSpellings = [
  TOKEN,
  TOKEN.toUpperCase(),
  TOKEN.slice(0, -3),
  TOKEN.slice(4),
  TOKEN.replaceAll("-", "%2D"),
  base64,
  encodeURIComponent(base64),
  `Authorization: Bearer ${TOKEN}`,
];
const personSpellings = [
  PERSON,
  PERSON.toUpperCase(),
  "jane.doe%40example.com",
  "jane.doe=40example.com",
  "jane.doe at example.com",
  "jane.doe&#64;example.com",
  "jane.doe\\100example.com",
  "jane.doe+AEA-example.com",
  "jane.doe<![CDATA[@]]>example.com",
  "ｊａｎｅ．ｄｏｅ＠ｅｘａｍｐｌｅ．ｃｏｍ",
  "user jane.doe, host example.com",
];

type Answer = (
  said: string,
  inputs: readonly string[],
) => {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

const account: Answer = (said) => ({
  status: 200,
  body: { portalId: 1, accountType: said, timeZone: `Zone/${said}` },
});

/** A server that says a text wherever its answer has room for one. */
async function startServer(answer: Answer): Promise<{ url: string; say: (text: string) => void }> {
  let said = "";
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const { inputs = [] } = JSON.parse(text || "{}") as { inputs?: string[] }; // what the client sends
    // The command asks first whose the token is.
    const asked = request.url?.startsWith("/account-info/") === true ? account : answer;
    const { status, body, headers = {} } = asked(said, inputs);
    // A header holds no more than Latin-1.
    const plain = said.replace(/[^\x20-\x7e]/g, "?");
    response.writeHead(status, {
      "Content-Type": typeof body === "string" ? `text/html; x="${plain}"` : "application/json",
      "X-HubSpot-Correlation-Id": plain,
      "X-Echo": plain,
      ...headers,
    });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return { url: `http://127.0.0.1:${port}`, say: (text) => (said = text) };
}

const problem = (said: string) => ({
  message: `No: ${said}`,
  category: said,
  subCategory: said,
  correlationId: said,
  policyName: said,
  context: { missingScopes: [said], [said]: [said] },
  errors: [{ message: said, context: { [said]: [said] } }],
});
const partly = (said: string, inputs: readonly string[]) => ({
  status: "COMPLETE",
  startedAt: "2026-11-28T12:00:00Z",
  completedAt: "2026-11-28T12:00:01Z",
  correlationId: said,
  results: inputs.slice(1).map((subscriberIdString) => ({
    subscriberIdString,
    statuses: [{ subscriberIdString, status: "UNSUBSCRIBED", subscriptionName: said }],
  })),
  numErrors: 1,
  errors: [
    {
      status: "error",
      category: said,
      message: `No: ${said}`,
      context: { subscriberIdString: [inputs[0]], echo: [said], [said]: [said] },
    },
  ],
});

/** Every way in which a program that got it could show it. */
function shown(value: unknown): string {
  const options = { depth: 30, showHidden: true, getters: true, customInspect: false };
  const stack = value instanceof Error ? String(value.stack).replace(/\n +at .*/g, "") : "";
  return [
    inspect(value, options).replace(/\n +at .*/g, ""),
    JSON.stringify(value),
    String(value),
    stack,
  ].join("\n");
}

const answers: Readonly<Record<string, Answer>> = {
  "a refusal": (said) => ({ status: 400, body: problem(said) }),
  "a refusal of the token": (said) => ({ status: 401, body: problem(said) }),
  "a missing scope": (said) => ({ status: 403, body: problem(said) }),
  "a rate limit": (said) => ({ status: 429, body: problem(said) }),
  "a page": (said) => ({ status: 502, body: `<title>${said}</title><p>${said}</p>` }),
  "a partial success": (said, inputs) => ({ status: 207, body: partly(said, inputs) }),
  "a success": (said, inputs) => ({ status: 200, body: { ...partly(said, inputs), errors: [] } }),
};

test.each(Object.keys(answers))(
  "%s shows a program no token, and no person but in the data that it asked for",
  async (name) => {
    const answer = answers[name];
    if (answer === undefined) throw new Error(name);
    const server = await startServer(answer);
    for (const said of [...tokenSpellings, ...personSpellings]) {
      server.say(said);
      const hooks: unknown[] = [];
      const tell = (facts: unknown): void => void hooks.push(facts);
      const client = createClient({
        accessToken: TOKEN,
        baseUrl: server.url,
        retries: 0,
        onRequest: tell,
        onResponse: tell,
        onRetry: tell,
        onContractViolation: tell,
      });
      const list = [PERSON, "other@example.org"];
      const ended: unknown = await client
        .batchUnsubscribeAll(list)
        .catch((error: unknown) => error);
      expect(shown([ended, ...hooks]), said).not.toMatch(TOKEN_LEAK);
      expect(shown(hooks), said).not.toMatch(PERSON_LEAK);
      if (ended instanceof Error) {
        expect(shown(ended), said).not.toMatch(PERSON_LEAK);
        continue;
      }
      const { outcomes, response } = ended as Awaited<
        ReturnType<typeof client.batchUnsubscribeAll>
      >;
      expect(String(response.headers.get("x-echo")), said).not.toMatch(TOKEN_LEAK);
      expect(String(response.correlationId), said).not.toMatch(PERSON_LEAK);
      for (const outcome of outcomes) {
        if (outcome.outcome !== "rejected") continue;
        expect(`${outcome.reason} ${outcome.message}`, said).not.toMatch(PERSON_LEAK);
      }
    }
  },
  120_000,
);

test.each(["a refusal", "a partial success", "a missing scope", "a page"])(
  "%s leaves no token in the journal, the reports, the lines and the words of the command",
  async (name) => {
    const answer = answers[name];
    if (answer === undefined) throw new Error(name);
    const server = await startServer(answer);
    for (const said of tokenSpellings) {
      server.say(said);
      const job = await setUp(`email\n${PERSON}\nother@example.org\n`);
      const page = `${job.list}.html`;
      const args = ["--base-url", server.url, "--yes", "--json", "--html", page, "--max-wait", "0"];
      const env = { HUBSPOT_ACCESS_TOKEN: TOKEN };
      const { out, err } = await end(
        runIn({ env }, "run", job.list, ...args, "--journal", job.journal),
      );
      const files = await Promise.all(
        [job.journal, job.report, page].map((path) => readFile(path, "utf8")),
      );
      for (const text of [out, err, ...files]) expect(text, said).not.toMatch(TOKEN_LEAK);
      // The summary before sending shows the first addresses.
      expect(err.replace(/^ *First: .*$/m, ""), said).not.toMatch(PERSON_LEAK);
    }
  },
  120_000,
);
