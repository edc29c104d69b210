import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { httpApi } from "../../docs/.vitepress/pages.ts";

const require = createRequire(import.meta.url);
const package_ = dirname(require.resolve("@redocly/cli/package.json"));
const script = "redoc.standalone.js";

/** Beside its button, a long word of a title breaks in the middle on a telephone. */
const narrow =
  "<style>@media (max-width: 500px) { h1, h2 { font-size: 1.3rem !important } }</style>";
const bar = "margin: 0; padding: 0.5rem 1rem; font: 0.9rem system-ui, sans-serif";
const words =
  '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="12"><text y="10" font-size="11">Redocly</text></svg>';
const picture = `data:image/svg+xml,${encodeURIComponent(words)}`;

/**
 * Renders the description with Redoc. The usual page takes the script from another host and stays blank without it; the
 * very same script comes with the command line tool, so it is put beside the page.
 *
 * @throws if the page is not made as it was when this was written
 */
export async function buildReference(spec: string, out: string): Promise<void> {
  const path = join(out, httpApi.file);
  const cli = join(package_, "bin/cli.js");
  const env = {
    ...process.env,
    REDOCLY_TELEMETRY: "off",
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    REDOCLY_SUPPRESS_NOTIFICATIONS: "true",
  };
  await promisify(execFile)(process.execPath, [cli, "build-docs", spec, "-o", path], { env });
  const page = (await readFile(path, "utf8"))
    .replaceAll(
      /https:\/\/cdn\.redocly\.com\/redoc\/[^"'/]+\/bundles\/redoc\.standalone\.js/g,
      `./${script}`,
    )
    .replaceAll(/ (?:integrity|crossorigin)="[^"]*"/g, "")
    .replace(/<body[^>]*>/, `$&\n  <p style="${bar}"><a href="index.html">Guides</a></p>`)
    .replace("</title>", `</title>\n  <link rel="icon" href="data:,">\n  ${narrow}`);
  if (!page.includes(`./${script}`) || page.includes("cdn.")) {
    throw new Error("the page of the reference takes its script from elsewhere than before");
  }
  await writeFile(path, page);
  const code = await readFile(join(package_, "lib/chunks", script), "utf8");
  // The mark of its maker is a picture on another host: its name stands there instead.
  await writeFile(
    join(out, script),
    code.replaceAll(/https:\/\/cdn\.redoc\.ly\/[^"'`]*\.svg/g, picture),
  );
}
