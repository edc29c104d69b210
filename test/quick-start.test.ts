import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { listOf, setUp } from "./cli/job.js";
import { bundleCommand } from "./helpers/bundled-command.js";
import { behindTls } from "./proxy/tls.js";

/** The blocks of commands of the quick start, as they stand there. */
async function blocks(): Promise<string[]> {
  const text = await readFile("docs/quick-start.md", "utf8");
  return [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block = ""]) => block);
}

/** Lets a program take its pipes for a terminal. */
const asTerminal = `data:text/javascript,${encodeURIComponent(
  'for (const name of ["stdin", "stderr"]) Object.defineProperty(process[name], "isTTY", { value: true });',
)}`;

test.skipIf(process.platform === "win32")(
  "the quick start does what it says, to the letter, its servers and its token aside",
  { timeout: 120_000 },
  async () => {
    const practice = await setUp(listOf(15));
    const real = await setUp("", { token: "a-token-of-hubspot" });
    const { proxy, certificate } = await behindTls(
      real.mock.port,
      "api.hubapi.com",
      practice.folder,
    );
    const bundle = await bundleCommand();
    onTestFinished(bundle.remove);
    const bin = join(practice.folder, "bin");
    await mkdir(bin);
    const command = join(bin, "hubspot-batch-unsubscribe");
    await writeFile(
      command,
      `#!/bin/sh\nexec "${process.execPath}" --import "${asTerminal}" "${bundle.path}" "$@"\n`,
    );
    await chmod(command, 0o755);
    /** Types a block into a shell, and a number at each question. */
    const type = async (block: string): Promise<{ code: unknown; err: string }> => {
      const shell = spawn("/bin/sh", ["-e", "-c", block], {
        cwd: practice.folder,
        env: {
          PATH: `${bin}${delimiter}${process.env["PATH"]}`,
          HTTPS_PROXY: `http://${proxy.host}`,
          NODE_EXTRA_CA_CERTS: certificate,
        },
      });
      let err = "";
      let answered = 0;
      shell.stderr.setEncoding("utf8").on("data", (text: string) => {
        err += text;
        const asked = [...err.matchAll(/type the number of addresses \((\d+)\)[^:]*: /g)];
        if (asked.length > answered) shell.stdin.write(`${asked.at(-1)?.[1]}\n`);
        answered = asked.length;
      });
      const [code] = (await once(shell, "close")) as unknown[];
      return { code, err };
    };
    const [install = "", , run = "", dry = "", send = "", single = ""] = await blocks();
    expect(install).toContain(`./${packageJson.name}-${packageJson.version}.tgz\n`);
    const practised = await type(run.replace("127.0.0.1:8080", `127.0.0.1:${practice.mock.port}`));
    expect([practised.code, practised.err]).toEqual([0, expect.any(String)]);
    expect(practice.sent()).toHaveLength(15);
    expect(await type(dry)).toMatchObject({ code: 0 });
    expect(real.sent()).toEqual([]);
    expect(single).toBe(
      send.replace("run list.csv --limit", "run list.csv --route single --limit"),
    );
    const sent = await type(send.replace("=…", `=${real.mock.token}`));
    expect([sent.code, sent.err]).toEqual([0, expect.any(String)]);
    expect(real.sent()).toHaveLength(15);
    expect(await readFile(join(practice.folder, "report.html"), "utf8")).toContain(
      "All 15 addresses are out",
    );
    expect(new Set(proxy.seen.map(({ target }) => target))).toEqual(
      new Set(["api.hubapi.com:443"]),
    );
  },
);
