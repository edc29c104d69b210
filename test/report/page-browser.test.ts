import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { writeHtmlReport } from "../../src/report/html-report.js";
import type { ReportSummary } from "../../src/report/page/summary.js";
import type { EntryOutcome } from "../../src/job/job-outcome.js";
import { hasBrowser, launchBrowser } from "../helpers/browser.js";
import { everyOutcome, out, scratch, stream, summaryOf, TIME } from "./sample-outcomes.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** Whatever would run, load, break out of its place or turn it around. */
const HOSTILE =
  `</td></script><script>window.hacked=1</script><img src="http://127.0.0.1:9/x" onerror="window.hacked=1">` +
  `'"--><style>*{display:none}</style>&lt;b&gt;\u2028\u2029\u202E\u0000`;

interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and requests for anything but the page. */
  readonly trouble: readonly string[];
}

describe.skipIf(!hasBrowser)("the page in a real browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function show(
    outcomes: readonly EntryOutcome[],
    more: Partial<ReportSummary> = {},
    look: { colorScheme?: "light" | "dark"; width?: number } = {},
  ): Promise<Opened> {
    const path = join(await scratch(), "report.html");
    await writeHtmlReport(path, stream(outcomes), summaryOf(outcomes, more));
    const context = await browser.newContext({
      colorScheme: look.colorScheme ?? "light",
      viewport: { width: look.width ?? 1100, height: 800 },
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const url = pathToFileURL(path).href;
    const trouble: string[] = [];
    page.on("console", (message) => trouble.push(message.text()));
    page.on("pageerror", (error) => trouble.push(error.message));
    page.on("request", (request) => {
      if (request.url() !== url) trouble.push(request.url());
    });
    await page.goto(url);
    return { page, trouble };
  }

  const shownRows = (page: Page) => page.locator("#rows > tbody > tr:visible").count();
  const throughput = [0, 1, 2, 3, 4, 5, 900, 901].map((second) => ({
    time: TIME + second * 1000,
    addresses: 100 + second,
  }));
  const stop = { reason: "limit", message: "The first 5 addresses were to be sent." } as const;

  test.each([
    ["light", 1100],
    ["dark", 1100],
    ["light", 360],
    ["dark", 360],
  ] as const)("axe finds nothing: %s, %i pixels wide", async (colorScheme, width) => {
    const { page, trouble } = await show(
      everyOutcome,
      { throughput, stop, blankRows: 2, origin: "http://127.0.0.1:8080" },
      { colorScheme, width },
    );
    await page.locator("summary").click();
    // Run from outside the page, which would not let it in.
    await page.evaluate(await readFile(AXE, "utf8"));
    const results = await page.evaluate<AxeResults>("axe.run()");
    expect(results.violations).toEqual([]);
    expect(results.passes.map(({ id }) => id)).toContain("color-contrast");
    expect(trouble).toEqual([]);
  });

  test("nothing sticks out on a phone", async () => {
    const long = { row: 2, address: "x".repeat(400), outcome: "invalid", reason: "no-at" } as const;
    const { page } = await show([long, ...everyOutcome], { throughput }, { width: 360 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
  });

  test("texts of the list, of the server and of the job are shown and do nothing", async () => {
    const entry = { row: 2, address: HOSTILE, sent: HOSTILE };
    const { page, trouble } = await show(
      [
        {
          ...entry,
          outcome: "rejected",
          reason: HOSTILE,
          message: HOSTILE,
          correlationId: HOSTILE,
        },
        { ...entry, outcome: "not-sent", reason: "stopped", message: HOSTILE },
      ],
      {
        listName: HOSTILE,
        origin: HOSTILE,
        version: HOSTILE,
        stop: { reason: "stopped", message: HOSTILE },
      },
    );
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(1);
    expect(await shownRows(page)).toBe(2);
    const address = await page.locator("#rows td.address").first().innerText();
    expect(address).toContain("</td></script><script>window.hacked=1</script><img src=");
    expect(address).toContain("&lt;b&gt;U+2028U+2029U+202EU+0000");
    expect(await page.title()).toContain("Opt-out report: </td>");
    expect(trouble).toEqual([]);
  });

  test("markup that gets in all the same can neither run nor load", async () => {
    const { page, trouble } = await show(everyOutcome);
    await page.evaluate(() => {
      document.body.innerHTML +=
        '<img src="http://127.0.0.1:9/x.png" onerror="window.hacked=1"><p style="color:red" id="p">x</p>';
      const script = document.createElement("script");
      script.textContent = "window.hacked=1";
      document.body.append(script);
    });
    await expect.poll(() => trouble.join("\n")).toMatch(/x\.png.*Content Security Policy/);
    expect(await page.evaluate("window.hacked")).toBeUndefined();
    expect(await page.locator("#p").evaluate((p) => getComputedStyle(p).color)).not.toBe(
      "rgb(255, 0, 0)",
    );
  });

  test("the search shows the failures that have all its words, in any case, and says how many", async () => {
    const { page } = await show(everyOutcome);
    expect(await shownRows(page)).toBe(4);
    await page.getByLabel("Search").fill("NOT wanted");
    expect(await shownRows(page)).toBe(1);
    expect(await page.locator("#rows tr:visible .address").innerText()).toBe("cem@example.net");
    expect(await page.locator("output").innerText()).toBe("1 of 4 shown");
    await page.getByLabel("Search").fill("nowhere to be found");
    expect(await page.getByText("No failure shown here has these words.").isVisible()).toBe(true);
    await page.getByLabel("Search").fill("");
    await page.getByRole("combobox", { name: "Outcome" }).selectOption("Invalid");
    expect(await page.locator("#rows tr:visible .address").allInnerTexts()).toEqual([
      "fU+200Bx@example.com",
    ]);
  });

  test("the keyboard reaches the search, and Enter in it loads nothing", async () => {
    const { page, trouble } = await show(everyOutcome);
    await page.keyboard.press("Tab");
    await page.keyboard.type("dag");
    await page.keyboard.press("Enter");
    expect(await shownRows(page)).toBe(1);
    expect(trouble).toEqual([]);
  });

  test("the pictures say in words what they show", async () => {
    const { page } = await show(everyOutcome, { throughput });
    const names = await page
      .getByRole("img")
      .evaluateAll((images) => images.map((image) => image.getAttribute("aria-label")));
    expect(names).toEqual([
      "Outcomes of 7 entries: Unsubscribed 1, Already out 1, Rejected 1, Unknown 1, Not sent 1, Invalid 1, Duplicate 1.",
      expect.stringMatching(/^Addresses over time, from 2026-11-26 06:14:0. UTC to /),
    ]);
    expect(await page.locator("svg.chart .pause").count()).toBe(1);
  });

  test("a job without failures says so, and has no search", async () => {
    const { page, trouble } = await show([out(2, "ana@example.com")]);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("The address is out");
    expect(await page.getByRole("search").count()).toBe(0);
    expect(await page.getByText("None: no address was rejected").isVisible()).toBe(true);
    expect(trouble).toEqual([]);
  });

  test("more failures than fit are counted, with where all of them are", async () => {
    const many = Array.from({ length: 5001 }, (_, index): EntryOutcome => {
      return {
        row: index + 2,
        address: `no address ${index}`,
        outcome: "invalid",
        reason: "no-at",
      };
    });
    const { page } = await show(many);
    expect(await shownRows(page)).toBe(5000);
    const words = await page.locator("section[aria-labelledby=failures] .note").first().innerText();
    expect(words).toMatch(/^Here are 5,000 of 5,001 failures.*CSV report\.$/);
  });
});
