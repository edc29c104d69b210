import { build } from "esbuild";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Mock } from "../../src/mock/index.js";

/** Runs the worker in workerd, against a mock of this process. @throws if it does not work */
export async function runWorker(binary: string, project: string, mock: Mock): Promise<void> {
  await build({
    absWorkingDir: project,
    entryPoints: ["smoke-worker.mjs"],
    outfile: join(project, "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    logLevel: "error",
  });
  const port = await freePort();
  const config = join(project, "config.capnp");
  await writeFile(config, configOf(port));
  const child = spawn(binary, ["serve", config], {
    cwd: project,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = once(child, "close");
  try {
    const query = new URLSearchParams({ server: mock.url, token: mock.token });
    const answer = await ask(`http://127.0.0.1:${port}/?${query}`);
    if (answer !== "works") throw new Error(answer);
  } catch (error) {
    throw new Error(`${String(error)}\n${said}`);
  } finally {
    child.kill();
    await ended;
  }
}

function configOf(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "worker", esModule = embed "worker.js")],
      compatibilityDate = "2025-06-01",
    )),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;
}

/** It takes a moment until somebody listens. */
async function ask(url: string): Promise<string> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await (await fetch(url)).text();
    } catch (error) {
      if (tries === 50) throw error;
      await delay(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // one that listens on TCP has such an address
  server.close();
  await once(server, "close");
  return port;
}
