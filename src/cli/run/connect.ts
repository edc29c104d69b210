import {
  createClient,
  type Fetch,
  type HubSpotClient,
  type HubSpotContractError,
} from "../../index.js";
import { isLoopback, proxyFetch } from "../../node.js";
import { flags } from "../flags.js";
import type { Io } from "../io.js";
import { StoppedError } from "../stopped-error.js";
import { findToken, TokenError } from "../token-source.js";
import { RefusedError, UsageError } from "../usage-error.js";
import type { ServerFlags } from "./server-flags.js";

/** Makes a client, for one account where that is named. */
export type ClientFor = (account: number | undefined) => HubSpotClient;

/**
 * Makes clients for a server, with the token and the proxy that the surroundings name; each for one account, where that is
 * named, whose number is believed if HubSpot does not tell whose the token is. Makes no call.
 *
 * @throws {UsageError} if there is no token or no usable proxy, or the token is that of the mock and the server is not
 */
export async function connect(
  server: string,
  { tokenFile, apiVersion }: ServerFlags,
  io: Io,
): Promise<ClientFor> {
  const token = await findToken(io.env, tokenFile, io.signal).catch((error: unknown) => {
    StoppedError.check(io.signal);
    throw error;
  });
  for (const warning of token.warnings) io.stderr.write(`Warning: ${warning}\n`);
  const isForReal = !isLoopback(new URL(server).hostname);
  if (isForReal && (await token.read()) === practiceToken) throw practiceRefused(server);
  const read = async (): Promise<string> => {
    const text = await token.read();
    // A file may hold another one by now.
    if (isForReal && text === practiceToken) throw new TokenError(`${token.name}: ${practice}`);
    return text;
  };
  const fetch = await throughProxy(io);
  const onContractViolation = tellOnce(io);
  const options = { accessToken: read, baseUrl: server, fetch, onContractViolation };
  return (account) =>
    createClient({
      ...options,
      apiVersion,
      unverifiedAccount: "accept",
      ...(account === undefined ? undefined : { account }),
    });
}

const practiceToken = flags.token.default;
const practice = "the token is the one for practice, that of the mock";

/** `--base-url` was probably forgotten: the list would go to HubSpot instead of the mock. */
function practiceRefused(server: string): RefusedError {
  const url = "http://127.0.0.1:8080";
  return new RefusedError(
    `nothing was sent: ${practice}, and the server is ${server}. To send there, set a real token`,
    {
      choices: [
        {
          what: "To practise, with the address that the mock has printed",
          flags: ["--base-url", url],
        },
      ],
    },
  );
}

/** Reports only the first answer that does not match the description; more of them would drown everything else. */
function tellOnce({ stderr }: Io): (error: HubSpotContractError) => void {
  let told = false;
  return ({ operationId, status, violations }) => {
    if (told) return;
    told = true;
    const [{ path, keyword } = { path: "", keyword: "" }] = violations;
    const where = path === "" ? keyword : `${keyword} at ${path}`;
    if (stderr.isTTY) stderr.draw?.("\r\u001B[K"); // the bar is drawn again below
    stderr.write(
      `Warning: an answer (${operationId}, ${status}) is not as HubSpot describes it: ${where}. ` +
        "What it proves counts all the same; further ones are not mentioned.\n",
    );
  };
}

async function throughProxy({ env }: Io): Promise<Fetch | undefined> {
  try {
    return await proxyFetch(env);
  } catch (error) {
    // The only thing that it throws is about a variable.
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
