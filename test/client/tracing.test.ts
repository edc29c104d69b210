import { readFile } from "node:fs/promises";
import { SpanKind, SpanStatusCode, trace, type Span, type Tracer } from "@opentelemetry/api";
import { expect, onTestFinished, test, vi } from "vitest";
import { createClient } from "../../src/index.js";
import { accepted, reply, serve } from "../helpers/http.js";

const AsyncFunction = (async () => {}).constructor as FunctionConstructor;

/** A tracer that keeps what it is told; only what the guide calls. */
function recordingTracer() {
  const spans: Record<string, unknown>[] = [];
  const startSpan = (name: string, { attributes }: { attributes?: object } = {}): Span => {
    const told: Record<string, unknown> = { name, ...attributes, ended: 0 };
    spans.push(told);
    const span = {
      setAttribute: (key: string, value: unknown) => Object.assign(told, { [key]: value }) && span,
      setStatus: ({ code }: { code: number }) => Object.assign(told, { code }) && span,
      end: () => void (told["ended"] = Number(told["ended"]) + 1),
    };
    return span as unknown as Span;
  };
  return { spans, tracer: { startSpan } as unknown as Tracer };
}

test("the guide's example makes one span for each attempt, and ends it", async () => {
  const { spans, tracer } = recordingTracer();
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  onTestFinished(() => trace.disable());
  const server = await serve(
    (response) => response.destroy(),
    reply(503, "", { "Retry-After": "1" }),
    accepted,
  );
  vi.stubEnv("HUBSPOT_ACCESS_TOKEN", "test-token").stubEnv("HUBSPOT_BASE_URL", server.url);
  onTestFinished(() => void vi.unstubAllEnvs());
  const guide = await readFile("docs/tracing.md", "utf8");
  const [, example = ""] = /```ts\n([\s\S]*?)```/.exec(guide) ?? [];
  // What it imports is handed in, so that it runs against the sources.
  const given = { SpanKind, SpanStatusCode, trace, createClient };
  const code = example.replace(/^import .*$/gm, "");
  await (new AsyncFunction(...Object.keys(given), code)(...Object.values(given)) as Promise<void>);
  expect(spans).toMatchObject([
    { name: "batchUnsubscribeAll", "error.type": "UND_ERR_SOCKET", code: 2, ended: 1 },
    { "http.request.resend_count": 1, "http.response.status_code": 503, code: 2, ended: 1 },
    { "http.request.resend_count": 2, "http.response.status_code": 200, ended: 1 },
  ]);
  expect(new Set(spans.map((span) => span["hubspot.call"])).size).toBe(1);
});
