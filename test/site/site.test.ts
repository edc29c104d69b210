import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { createMarkdownRenderer, disposeMdItInstance } from "vitepress";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { linkToRepository } from "../../docs/.vitepress/links.ts";
import { entryPoints, guides, httpApi } from "../../docs/.vitepress/pages.ts";
import { operations } from "../../generated/operations.js";
import { hasBrowser, launchBrowser } from "../helpers/browser.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const build = async (out: string): Promise<void> => {
  await promisify(execFile)(process.execPath, [
    "--import",
    "tsx",
    "scripts/site/main.ts",
    "--out",
    out,
  ]);
};
const files = async (folder: string): Promise<string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .sort();
};
/** The guides that are written by hand, and the pages made from the doc comments. */
const pages = [...guides.flatMap((group) => group.pages), ...entryPoints].map(
  ({ file }) => `${file}.html`,
);

let folder: string;
let one: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "site-"));
  one = join(folder, "one");
  await build(one);
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test("is the same, byte for byte, each time it is built", { timeout: 600_000 }, async () => {
  const two = join(folder, "two");
  await build(two);
  expect(await files(two)).toEqual(await files(one));
  for (const name of await files(one)) {
    const [first, second] = await Promise.all([one, two].map((each) => readFile(join(each, name))));
    expect(second?.equals(first ?? Buffer.of()), name).toBe(true);
  }
});

test("has every guide of the folder in its navigation", async () => {
  const written = (await readdir("docs")).filter((name) => name.endsWith(".md"));
  const named = guides.flatMap((group) => group.pages).map(({ file }) => `${file}.md`);
  expect(["index.md", ...named].sort()).toEqual(written.sort());
});

test("the pages of the library say of which kind an error is", async () => {
  const page = await readFile(join(one, "api/index.html"), "utf8");
  expect(page).toMatch(/Throws.*?<\/h4><p><code>TypeError<\/code> that names the option/s);
});

test("every link of a page leads to a page and a heading that are there", async () => {
  const html = (await files(one)).filter((name) => name.endsWith(".html"));
  const texts = new Map<string, string>();
  for (const name of html) texts.set(name, await readFile(join(one, name), "utf8"));
  const nowhere: string[] = [];
  for (const [name, text] of texts) {
    if (name === httpApi.file) continue;
    for (const [, href = ""] of text.matchAll(/<a [^>]*?href="([^"]*)"/g)) {
      const { pathname, hash, host } = new URL(href, `http://site/${name}`);
      if (host !== "site") continue;
      const target = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      const found = texts.get(decodeURIComponent(target.slice(1)));
      const id = decodeURIComponent(hash.slice(1));
      if (found === undefined || (id !== "" && !found.includes(`id="${id}"`)))
        nowhere.push(`${name}: ${href}`);
    }
  }
  expect(nowhere).toEqual([]);
});

test("a link to a file that is no page leads to the repository, or is text while none is known", async () => {
  const render = async (repository: string | undefined, text: string): Promise<string> => {
    disposeMdItInstance(); // else the one of before is given
    const markdown = await createMarkdownRenderer("docs");
    linkToRepository(markdown, repository);
    return markdown.render(text, { relativePath: "lists.md" });
  };
  const text = "[spec](../spec/openapi.yaml) [outcomes](outcomes.md)";
  expect(await render(undefined, text)).toBe(
    '<p>spec <a href="./outcomes.html">outcomes</a></p>\n',
  );
  expect(await render("https://example.com/a", text)).toContain(
    'href="https://example.com/a/blob/main/spec/openapi.yaml"',
  );
});

describe.skipIf(!hasBrowser)("in a real browser", () => {
  let browser: Browser;
  let server: Server;
  let root: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    const types = new Map([
      [".js", "text/javascript"],
      [".css", "text/css"],
      [".html", "text/html"],
    ]);
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "", "http://site");
      readFile(join(one, pathname.endsWith("/") ? `${pathname}index.html` : pathname)).then(
        (content) => {
          const type = types.get(extname(pathname)) ?? "application/octet-stream";
          response.writeHead(200, { "Content-Type": type }).end(content);
        },
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A server that listens on TCP has such an address.
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await browser.close();
    server.close();
    server.closeAllConnections();
  });

  /** Opens a page, with whatever the browser complains of, and what it asks other hosts for. */
  async function open(
    file: string,
    width: number,
    colorScheme: "light" | "dark" = "light",
  ): Promise<{ page: Page; trouble: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const trouble: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) trouble.push(message.text());
    });
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("response", (answer) => {
      if (answer.status() >= 400) trouble.push(`${answer.status()} ${answer.url()}`);
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(root) && !/^(?:data|blob):/.test(request.url()))
        trouble.push(request.url());
    });
    await page.goto(`${root}/${file}`, { waitUntil: "networkidle" });
    return { page, trouble };
  }

  test.each(["index.html", ...pages])(
    "%s says what it has to say, to everybody",
    { timeout: 120_000 },
    async (file) => {
      for (const [width, scheme] of [
        [1280, "light"],
        [390, "dark"],
      ] as const) {
        const { page, trouble } = await open(file, width, scheme);
        expect(trouble).toEqual([]);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth > window.innerWidth,
        );
        expect(wider, `the page scrolls sideways at ${width} pixels`).toBe(false);
        await page.addScriptTag({ path: AXE });
        const found = await page.evaluate(async (): Promise<AxeResults> => {
          const { axe } = window as unknown as { axe: { run(): Promise<AxeResults> } }; // put there above
          return axe.run();
        });
        expect(
          found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          `${width} pixels, ${scheme}`,
        ).toEqual([]);
        await page.close();
      }
    },
  );

  test(
    "the search finds a word of a guide and a name of the library",
    { timeout: 120_000 },
    async () => {
      const { page, trouble } = await open("quick-start.html", 1280);
      for (const [words, target] of [
        ["--separator", "lists.html"],
        ["createClient", "/api/#createclient"],
      ] as const) {
        await page.keyboard.press("Control+k");
        await page.locator("#localsearch-input").fill(words);
        await page.locator(`#localsearch-list a[href*="${target}"]`).first().waitFor();
        await page.keyboard.press("Escape");
      }
      expect(trouble).toEqual([]);
      await page.close();
    },
  );

  test("the reference shows each operation, with no help from another host", async () => {
    const { page, trouble } = await open(httpApi.file, 1200);
    expect(trouble).toEqual([]);
    // The operations of a group are drawn once somebody asks for them.
    await page.getByText("+ Show").first().click();
    const shown = new Set<string>();
    const paths = Object.values(operations).map(({ path }) => path); // two operations can share one
    const wanted = new Set<string>([...paths, "verbose", "EMAIL"]);
    for (let turns = 0; turns < 100 && shown.size < wanted.size; turns += 1) {
      const text = await page.locator("body").innerText();
      for (const each of wanted) if (text.includes(each)) shown.add(each);
      await page.mouse.move(700, 500);
      await page.mouse.wheel(0, 700);
      await page.waitForTimeout(50);
    }
    expect([...shown].sort()).toEqual([...wanted].sort());
    expect(trouble).toEqual([]);
    await page.close();
  });
});
