import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";

import type { EntryOutcome } from "../../src/job/job-outcome.js";
import { writeHtmlReport } from "../../src/report/html-report.js";
import type { ReportSummary } from "../../src/report/page/summary.js";
import { launchBrowser } from "../helpers/browser.js";
import { scratch, stream, summaryOf } from "./sample-outcomes.js";

interface Look {
  readonly colorScheme?: "light" | "dark";
  readonly width?: number;
  readonly timezoneId?: string;
  readonly javaScriptEnabled?: boolean;
}

interface Opened {
  readonly page: Page;
  /** Errors and warnings of the console, exceptions, and requests for anything but the page. */
  readonly trouble: readonly string[];
}

/** A browser for the tests of a suite, in which pages of made-up jobs are opened. */
export function pagesInBrowser() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  async function show(
    outcomes: readonly EntryOutcome[],
    more: Partial<ReportSummary> = {},
    look: Look = {},
  ): Promise<Opened> {
    const path = join(await scratch(), "report.html");
    await writeHtmlReport(path, stream(outcomes), summaryOf(outcomes, more));
    const context = await browser.newContext({
      colorScheme: look.colorScheme ?? "light",
      viewport: { width: look.width ?? 1100, height: 800 },
      ...(look.timezoneId === undefined ? {} : { timezoneId: look.timezoneId }),
      javaScriptEnabled: look.javaScriptEnabled ?? true,
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
  return { show, shownRows };
}
