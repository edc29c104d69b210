import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { anchorsOf, toHtml } from "../../scripts/site/markdown.ts";
import { pages, reference } from "../../scripts/site/pages.ts";
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

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "site-"));
  await build(join(folder, "one"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("is the same, byte for byte, each time it is built", async () => {
  await build(join(folder, "two"));
  const names = (await readdir(join(folder, "one"))).sort();
  expect((await readdir(join(folder, "two"))).sort()).toEqual(names);
  for (const name of names) {
    const [one, two] = await Promise.all(
      ["one", "two"].map((each) => readFile(join(folder, each, name))),
    );
    expect(two?.equals(one ?? Buffer.of()), name).toBe(true);
  }
});

test("a link that leads nowhere stops the build, with its file and line", () => {
  const [page] = pages;
  if (page === undefined) throw new Error("there is no page");
  const render = (text: string): string =>
    toHtml(page, text, ".", new Map([[page.source, anchorsOf(text)]]));
  expect(render("# A b\n\n[to](#a-b)")).toContain('<a href="#a-b">to</a>');
  expect(render("[spec](spec/openapi.yaml)")).toBe("<p>spec</p>\n");
  expect(render("[quick](docs/quick-start.md)")).toContain('href="quick-start.html"');
  expect(() => render("# A\n\n[to](#b)")).toThrow("README.md:3: the link to #b leads nowhere");
  expect(() => render("[to](docs/nothing.md)")).toThrow("README.md:1: the link to docs/nothing.md");
});

describe.skipIf(!hasBrowser)("in a real browser", () => {
  let browser: Browser;
  let server: Server;
  let root: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    server = createServer((request, response) => {
      readFile(join(folder, "one", basename(request.url ?? ""))).then(
        (content) => {
          const type = request.url?.endsWith(".js") === true ? "text/javascript" : "text/html";
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
  async function open(file: string, width: number): Promise<{ page: Page; trouble: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
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

  test.each(pages.map(({ file }) => file))(
    "%s says what it has to say, to everybody",
    async (file) => {
      for (const width of [1200, 390]) {
        const { page, trouble } = await open(file, width);
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
        expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        await page.close();
      }
    },
  );

  test("the reference shows each operation, with no help from another host", async () => {
    const { page, trouble } = await open(reference.file, 1200);
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
