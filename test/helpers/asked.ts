/** What a request of the client asks for, by either route. */
export interface Asked {
  readonly inputs: readonly string[];
  readonly reads: boolean;
  /** One address, which stands in the path. */
  readonly single: boolean;
}

export function readAsked(address: string, { method, body }: RequestInit): Asked {
  const { pathname } = new URL(address);
  const [, single] = /\/statuses\/([^/]+)\/unsubscribe-all$/.exec(pathname) ?? [];
  if (single !== undefined && single !== "batch") {
    return { inputs: [decodeURIComponent(single)], reads: method === "GET", single: true };
  }
  const { inputs } = JSON.parse(String(body)) as { inputs: string[] };
  return { inputs, reads: pathname.endsWith("/read"), single: false };
}

/** An answer for a batch as the route of a single address gives it: the statuses without a wrapper. */
export async function flatten(answer: Response): Promise<Response> {
  const text = await answer.text();
  const { status, headers } = answer;
  if (!answer.ok || !text.startsWith("{")) return new Response(text || null, { status, headers });
  const body = JSON.parse(text) as { readonly results?: readonly Wrapped[] };
  const results = body.results?.flatMap(({ statuses, wideStatuses }) => [
    ...(statuses ?? []),
    ...(wideStatuses ?? []),
  ]);
  return new Response(JSON.stringify({ ...body, results }), { status, headers });
}

interface Wrapped {
  readonly statuses?: readonly object[];
  readonly wideStatuses?: readonly object[];
}
