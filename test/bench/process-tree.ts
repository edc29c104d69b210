import { readdir, readFile } from "node:fs/promises";

/** What the processes of a command use together, native ones among them. */
export interface TreeUsage {
  readonly cpuMs: number;
  /** The most that they held at one time, what they share counted once. */
  readonly peakMb: number;
}

const everyMs = 100;
const tickMs = 10; // USER_HZ is 100 wherever Linux runs today

/** Watches a process and those below it until `stop`, which tells what they used; undefined where there is no /proc. */
export function watchTree(root: number): { stop: () => Promise<TreeUsage | undefined> } {
  const ticks = new Map<number, number>();
  let [peakKb, stopped] = [0, false];
  const look = async (): Promise<void> => {
    const processes = await Promise.all((await treeOf(root)).map(usageOf));
    for (const [pid, used] of processes) ticks.set(pid, Math.max(used.ticks, ticks.get(pid) ?? 0));
    peakKb = Math.max(
      peakKb,
      processes.reduce((sum, [, used]) => sum + used.kb, 0),
    );
  };
  const watching = (async () => {
    while (!stopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      if (ticks.size === 0) return undefined;
      const used = [...ticks.values()].reduce((sum, one) => sum + one, 0);
      return { cpuMs: used * tickMs, peakMb: peakKb / 1024 };
    },
  };
}

async function treeOf(root: number): Promise<number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(async (pid) => Number((await statOf(pid))[1])));
  const tree = new Set([root]);
  // A set takes in what is added while it is gone through.
  for (const above of tree)
    for (const [index, pid] of pids.entries()) if (parents[index] === above) tree.add(pid);
  return [...tree];
}

/** What `/proc/PID/stat` tells after the name: state, parent and so on; nothing of a process that is gone. */
async function statOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

async function usageOf(pid: number): Promise<[number, { ticks: number; kb: number }]> {
  const stat = await statOf(pid);
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const kb = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  return [pid, { ticks: Number(stat[11] ?? 0) + Number(stat[12] ?? 0), kb }];
}
