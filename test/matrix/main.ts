import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { startMock } from "../../src/mock/index.js";
import { filesWithErrors, wrongCalls } from "../package/compile.js";
import { makeConsumer, examples, run } from "../package/consumer.js";
import {
  compilers,
  install,
  isSupported,
  nodes,
  others,
  workerd,
  type Runtime,
} from "./runtimes.js";
import { runJest, runners } from "./commonjs.js";
import { runWorker } from "./workerd.js";
import { isAskedForHelp } from "../../scripts/script.ts";

const USAGE = `Usage: npm run test:matrix

Packs the package, and tries the tarball on every runtime and with every compiler, which npm brings.`;
if (isAskedForHelp(USAGE)) process.exit(0);

const counts = { passed: 0, failed: 0, skipped: 0 };

async function check(name: string, work: () => Promise<string | void>): Promise<void> {
  const start = performance.now();
  try {
    const said = await work();
    counts.passed += 1;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`ok      ${name}${said === undefined ? "" : ` (${said})`}, ${seconds} s`);
  } catch (error) {
    counts.failed += 1;
    const stderr: unknown = error instanceof Error ? Reflect.get(error, "stderr") : undefined;
    console.log(
      `FAILED  ${name}\n${typeof stderr === "string" && stderr !== "" ? stderr : String(error)}`,
    );
  }
}

async function onRuntime(runtime: Runtime, file: string, project: string): Promise<string> {
  await using mock = await startMock();
  const folder = await install(runtime.package, project);
  const binary = join(folder, runtime.binary);
  const env = {
    PATH: process.env["PATH"],
    HOME: project,
    HUBSPOT_ACCESS_TOKEN: mock.token,
    HUBSPOT_BASE_URL: mock.url,
  };
  const options = { cwd: project, env, timeout: 60_000 };
  const { stdout } = await run(binary, [...runtime.args, file], options);
  if (!stdout.includes("works")) throw new Error(stdout);
  const { stdout: version } = await run(binary, ["--version"], options);
  return version.trim().split("\n")[0] ?? "";
}

const { project, tarball } = await makeConsumer();
try {
  for (const file of ["smoke.mjs", "smoke-worker.mjs"]) {
    await copyFile(join("test/matrix", file), join(project, file));
  }
  const runtimes = [...nodes, ...others];
  if (isSupported) {
    for (const runtime of runtimes) {
      await check(runtime.name, () => onRuntime(runtime, "smoke.mjs", project));
    }
    await check(workerd.name, async () => {
      await using mock = await startMock();
      const folder = await install(workerd.package, project);
      await runWorker(join(folder, workerd.binary), project, mock);
    });
  } else {
    // The binaries are those of Linux on x64.
    for (const { name } of [...runtimes, workerd]) console.log(`skipped ${name}`);
    counts.skipped += runtimes.length + 1;
  }
  const right = (await examples()).map((code, index) => [`right${index}.ts`, code]);
  const files = { ...Object.fromEntries(right), ...wrongCalls } as Record<string, string>; // pairs of texts
  for (const version of compilers) {
    for (const resolution of ["nodenext", "bundler"]) {
      await check(`TypeScript ${version}, ${resolution}`, async () => {
        const folder = await install(`typescript@${version}`, project);
        const compiler = join(folder, "node_modules/typescript/bin/tsc");
        const wrong = await filesWithErrors(project, compiler, resolution, files);
        const expected = Object.keys(wrongCalls);
        if (wrong.join() !== expected.join()) {
          throw new Error(`errors in ${wrong.join(", ")}, not in ${expected.join(", ")}`);
        }
      });
    }
  }
  for (const [index, { name }] of runners.entries()) {
    await check(name, () => runJest(index === 0 ? 0 : 1, tarball, project));
  }
} finally {
  await rm(project, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
