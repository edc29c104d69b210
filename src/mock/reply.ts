/** What the server says, before it goes on the wire. */
export interface Reply {
  readonly status: number;
  /** Headers beside the correlation id and those of the limits, which every answer gets. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: { "Content-Type": "application/json;charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

export function htmlReply(
  status: number,
  page: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { status, headers: { "Content-Type": "text/html;charset=utf-8", ...headers }, body: page };
}

/** A time in milliseconds since 1970 as HubSpot writes one. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}
