import { close, constants, open } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { systemCode } from "./system-error.js";

const openDescriptor = promisify(open);
/** How long to wait before checking again whether a pipe has a reader, in milliseconds. */
const pause = 50;

/**
 * Opens a pipe by its path. The usual way to open one blocks a thread until the other end is there,
 * and a process with a blocked thread cannot even exit; this waits in the event loop instead.
 *
 * @param flag O_RDONLY, which waits for the writer in reading; or O_WRONLY, which waits for the reader here, with
 * others that `open` knows
 * @throws the system's error, or the signal's reason
 */
export async function openPipe(path: string, flag: number, signal?: AbortSignal): Promise<Socket> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      const descriptor = await openDescriptor(path, flag | constants.O_NONBLOCK);
      try {
        const writable = (flag & constants.O_WRONLY) !== 0;
        return new Socket({ fd: descriptor, readable: !writable, writable, signal });
      } catch (error) {
        close(descriptor);
        throw error;
      }
    } catch (error) {
      // No process has opened the pipe for reading yet.
      if (systemCode(error) !== "ENXIO") throw error;
    }
    await delay(pause);
  }
}
