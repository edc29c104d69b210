import { isHubSpotError } from "../../index.js";
import { isLoopback } from "../../node.js";
import { tokenSourceName } from "../token-source.js";
import { suggest, typedCommand } from "../typed-command.js";
import { defaultServer, type ServerFlags } from "./server-flags.js";

/** What there is to look at where a call has failed for a reason that lies with this machine, in lines. */
export function describeRemedy(
  cause: Error | undefined,
  { baseUrl: server = defaultServer, tokenFile }: Pick<ServerFlags, "baseUrl" | "tokenFile">,
): readonly string[] {
  if (!isHubSpotError(cause)) return [];
  const { hostname, port } = new URL(server);
  const isPractice = isLoopback(hostname);
  if (cause.name === "HubSpotAuthenticationError") {
    const right = isPractice
      ? "the mock takes mock-token, or what its --token says"
      : "a new one is a service key of the account: Settings > Integrations > Service Keys";
    return [`  The token is that of ${tokenSourceName(tokenFile)}; ${right}.`];
  }
  if (cause.name !== "HubSpotNetworkError" || cause.permanent) return [];
  if (isPractice) {
    const mock = ["mock", ...(port === "" ? [] : ["--port", port])];
    return suggest(`Nothing answers at ${server}; to start a mock there`, typedCommand(mock), "  ");
  }
  return [
    `  ${server} cannot be reached: check the network, and HTTPS_PROXY if there is a proxy; --base-url names another server.`,
  ];
}
