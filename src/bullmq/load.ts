import type { ConnectionOptions } from "bullmq";

const INSTALL = "npm install bullmq@6 ioredis@6";

/**
 * Loads BullMQ, which only users of a queue on Redis need to install.
 *
 * @throws {Error} with the command that installs what is missing
 */
export async function loadBullMQ(connection: ConnectionOptions): Promise<typeof import("bullmq")> {
  const bullmq = await load("bullmq", () => import("bullmq"));
  // Asked to connect by itself, BullMQ takes ioredis; a client that is there already may be of another package.
  const isClient = "duplicate" in connection && typeof connection.duplicate === "function";
  if (!isClient) await load("ioredis", () => import("ioredis"));
  return bullmq;
}

async function load<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    // By what it says: under Jest an error of Node is of another realm.
    const { code, message } = Object(cause) as {
      readonly code?: unknown;
      readonly message?: unknown;
    };
    const missing = code === "ERR_MODULE_NOT_FOUND" && String(message).includes(`'${name}'`);
    if (!missing) throw cause;
    throw new Error(`createOptOutWorker needs ${name}, which is not installed: ${INSTALL}`, {
      cause,
    });
  }
}
