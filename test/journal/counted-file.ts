import { open } from "node:fs/promises";
import { Appender, type AppendFile } from "../../src/journal/appender.js";

export interface Counted {
  readonly path: string;
  readonly file: AppendFile;
  readonly sizes: number[];
  syncs: number;
  /** Called before what it is named after; throws to let that fail. */
  trouble: (what: "write" | "sync" | "stat" | "truncate" | "close") => void;
}

/** A real file that counts what is done to it; `part` bytes a write at most. */
export async function counted(path: string, part = Number.POSITIVE_INFINITY): Promise<Counted> {
  const handle = await open(path, "a+");
  const sizes: number[] = [];
  const made: Counted = {
    path,
    sizes,
    syncs: 0,
    trouble: () => undefined,
    file: {
      async write(bytes, offset, length) {
        made.trouble("write");
        sizes.push(length);
        return handle.write(bytes, offset, Math.min(part, length));
      },
      async datasync() {
        made.trouble("sync");
        made.syncs += 1;
        await handle.datasync();
      },
      read: (bytes, offset, length, position) => handle.read(bytes, offset, length, position),
      async stat() {
        made.trouble("stat");
        return handle.stat();
      },
      async truncate(length) {
        made.trouble("truncate");
        await handle.truncate(length);
      },
      async close() {
        made.trouble("close");
        await handle.close();
      },
    },
  };
  return made;
}

export const stamp = '{"by":"me"}\n';
export const newAppender = ({ path, file }: Counted, end = 0): Appender =>
  new Appender({ path, file, end, by: "me" });

export const full = (): Error => Object.assign(new Error("full"), { code: "ENOSPC" });
