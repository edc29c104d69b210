import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Redis as Client } from "ioredis";

const PROGRAM = "redis-server";

/** Whether there is a Redis on the PATH. */
export const hasRedis = spawnSync(PROGRAM, ["--version"]).status === 0;

/** A Redis of a test's own, on a free port of this machine, that keeps its data in a folder of its own. */
export class Redis implements AsyncDisposable {
  readonly #folder: string;
  readonly port: number;
  #child: ChildProcess;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
    this.#child = this.#run();
  }

  static async start(): Promise<Redis> {
    const redis = new Redis(await mkdtemp(join(tmpdir(), "redis-")), await freePort());
    await redis.#ready();
    return redis;
  }

  get connection(): { readonly host: string; readonly port: number } {
    return { host: "127.0.0.1", port: this.port };
  }

  /** Ends it, as an update of the machine does, and starts it again over the same data. */
  async restart(): Promise<void> {
    await this.#end("SIGTERM");
    this.#child = this.#run();
    await this.#ready();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end("SIGKILL");
    await rm(this.#folder, { recursive: true, force: true });
  }

  #run(): ChildProcess {
    const flags = {
      bind: "127.0.0.1",
      port: String(this.port),
      dir: this.#folder,
      appendonly: "yes",
      save: "",
      "maxmemory-policy": "noeviction",
    };
    const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    return spawn(PROGRAM, args, { stdio: "ignore" });
  }

  async #ready(): Promise<void> {
    const client = new Client({ ...this.connection, maxRetriesPerRequest: null });
    client.on("error", () => {}); // until it listens
    // It answers with an error for as long as it loads its data.
    while ((await client.ping().catch(() => "")) !== "PONG") await delay(20);
    client.disconnect();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill(signal);
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  server.close();
  await once(server, "close");
  return port;
}
