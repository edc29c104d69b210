import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** One exchange as an HTTP Archive holds it (HAR 1.2, section "entries"). */
interface Exchange {
  readonly request: object;
  readonly response: object;
}

/** A finding of the judge. */
export interface Finding {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
}

/** Records what goes over the wire, for a judge that shares no code with this project. */
export class Recorder {
  readonly #exchanges: Exchange[] = [];

  /** Hands a call on to the global `fetch` and keeps what was sent and what came. */
  readonly fetch: Fetch = async (url, init) => {
    const response = await fetch(url, init);
    const text = await response.clone().text();
    const headers = (of: ConstructorParameters<typeof Headers>[0]) =>
      [...new Headers(of)].map(([name, value]) => ({ name, value }));
    const contentType = new Headers(init.headers).get("content-type") ?? "";
    this.#exchanges.push({
      request: {
        method: init.method,
        url,
        headers: headers(init.headers),
        queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
        postData: { mimeType: contentType, text: String(init.body) },
      },
      response: {
        status: response.status,
        headers: headers(response.headers),
        content: { mimeType: response.headers.get("content-type") ?? "", text },
      },
    });
    return response;
  };

  get count(): number {
    return this.#exchanges.length;
  }

  /** Holds the recorded traffic against the shipped description, with the Redocly CLI's `drift`. */
  async judge(server: string): Promise<Finding[]> {
    const folder = await mkdtemp(join(tmpdir(), "judge-"));
    try {
      const traffic = join(folder, "traffic.har");
      const report = join(folder, "report.json");
      await writeFile(
        traffic,
        JSON.stringify({ log: { version: "1.2", entries: this.#exchanges } }),
      );
      const args = ["drift", traffic, "--api", "generated/openapi.json", "--server", server];
      const cli = [
        "node_modules/@redocly/cli/bin/cli.js",
        ...args,
        "--format",
        "json",
        "--output",
        report,
      ];
      await promisify(execFile)(process.execPath, cli, {
        env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
      }).catch((error: unknown) => {
        // It exits with 1 where it has findings: what counts is its report.
        if (!(error instanceof Error) || !("code" in error) || error.code !== 1) throw error;
      });
      return await readReport(report, this.count);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

async function readReport(path: string, expected: number): Promise<Finding[]> {
  const { run, problems } = JSON.parse(await readFile(path, "utf8")) as {
    run: { documentedExchanges: number };
    problems: Finding[];
  };
  // A judge that recognised no exchange would find nothing wrong with any.
  if (run.documentedExchanges !== expected) {
    throw new Error(`the judge knew ${run.documentedExchanges} of ${expected} exchanges`);
  }
  return problems;
}
