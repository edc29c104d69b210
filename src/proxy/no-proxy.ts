const loopback = /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether a host is this machine, where a run is for practice against the mock. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname);
}

/**
 * Whether a call goes past the proxy: to this machine, or to a host in NO_PROXY. The list is read as
 * curl reads it, apart from blocks of addresses: names between commas or blanks, each with the names
 * below it, a leading dot or `*.` changing nothing; a port narrows it; `*` is everything. Ours, since
 * the libraries for it read the process's own environment and not what they are given.
 */
export function isPastProxy(url: string, noProxy: string): boolean {
  const { hostname, port, protocol } = new URL(url);
  // A practice run must not hand its list to a proxy.
  if (isLoopback(hostname)) return true;
  const ownPort = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === "*") return true;
      const [, name = "", only = ownPort] =
        /^(?:\*?\.)?(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [];
      if (name === "" || only !== ownPort) return false;
      return hostname === name || hostname.endsWith(`.${name}`);
    });
}
