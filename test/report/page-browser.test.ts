import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { describe, expect, test } from "vitest";

import { hasBrowser } from "../helpers/browser.js";
import { everyOutcome, out, TIME } from "./sample-outcomes.js";
import { pagesInBrowser } from "./pages-in-browser.js";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** Whatever would run, load, break out of its place or turn it around. */
const HOSTILE =
  `</td></script><script>window.hacked=1</script><img src="http://127.0.0.1:9/x" onerror="window.hacked=1">` +
  `'"--><style>*{display:none}</style>&lt;b&gt;\u2028\u2029\u202E\u0000`;

/** The contrast of two colours as a browser gives them, by the formula of WCAG 2. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other]
    .map((colour) => {
      const [r = 0, g = 0, b = 0] = [...colour.matchAll(/\d+/g)].map(([part]) => {
        const value = Number(part) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    })
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.skipIf(!hasBrowser)("the page in a real browser", () => {
  const { show, shownRows } = pagesInBrowser();
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
    expect(await page.locator("script:not([type])").count()).toBe(1);
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

  test("the pictures say in words what they show", async () => {
    const { page } = await show(everyOutcome, { throughput });
    const names = await page
      .getByRole("img")
      .evaluateAll((images) => images.map((image) => image.getAttribute("aria-label")));
    expect(names).toEqual([
      "Outcomes of 7 entries: unsubscribed 1, already-unsubscribed 1, rejected 1, unknown 1, not-sent 1, invalid 1, duplicate 1.",
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

  test("times stand in UTC, and beside them on the reader's clock", async () => {
    const { page } = await show(everyOutcome, {}, { timezoneId: "Asia/Kolkata" });
    const started = page.locator("dl div", { hasText: "Started" });
    expect(await started.innerText()).toMatch(
      /2026-11-26 06:14:03 UTC\s+on this computer's clock: 2026-11-26 11:44:03 (GMT\+5:30|IST)/,
    );
  });

  test("the chart has axes, and fills the page's width for a job of some seconds", async () => {
    const seconds = [0, 1, 2, 3].map((second) => ({ time: TIME + second * 1000, addresses: 100 }));
    const { page } = await show(everyOutcome, { throughput: seconds });
    expect(await page.locator(".y-axis span").allInnerTexts()).toEqual([
      "100 a second",
      "50 a second",
      "0",
    ]);
    expect(await page.locator(".x-axis span").allInnerTexts()).toEqual([
      "06:14:03",
      "06:14:04",
      "06:14:05",
      "06:14:06",
      "06:14:07",
    ]);
    expect(await page.locator(".key").innerText()).toContain("On average: 100 a second, over 4 s");
    const widths = await page
      .locator("svg.chart rect")
      .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    const whole = (await page.locator("svg.chart").boundingBox())?.width ?? 0;
    expect(widths.reduce((sum, width) => sum + width, 0) / whole).toBeGreaterThan(0.85);
  });

  const axisOf = async (seconds: number, width: number, from = 0): Promise<string[]> => {
    const points = Array.from({ length: seconds }, (_, second) => ({
      time: TIME + (from + second) * 1000,
      addresses: 100,
    }));
    const { page } = await show(everyOutcome, { throughput: points }, { width });
    return page.locator(".x-axis span:visible").allInnerTexts();
  };

  test.each([
    ["two seconds", 2, ["06:14:03", "06:14:04", "06:14:05"]],
    ["six seconds", 6, ["06:14:03", "06:14:06", "06:14:09"]],
    ["seven seconds", 7, ["06:14:03", "06:14:10"]],
    ["ten minutes", 600, ["06:14:03", "06:16:33", "06:19:03", "06:21:33", "06:24:03"]],
    ["two hours", 7200, ["06:14", "06:44", "07:14", "07:44", "08:14"]],
  ])("a time below the chart of %s stands where it says", async (_, seconds, labels) => {
    expect(await axisOf(seconds, 1100)).toEqual(labels);
  });

  test("the chart of a day names the days, and on a phone fewer times", async () => {
    expect(await axisOf(86_400, 390)).toEqual(["11-26 06:14", "11-26 18:14", "11-27 06:14"]);
    expect(await axisOf(6, 390)).toEqual(["06:14:03", "06:14:09"]);
  });

  test.each(["light", "dark"] as const)(
    "each colour of an outcome stands out from the page: %s",
    async (colorScheme) => {
      const { page } = await show(everyOutcome, {}, { colorScheme });
      const [paper, ...fills] = await page.evaluate(() => [
        getComputedStyle(document.querySelector("section") ?? document.body).backgroundColor,
        ...[...document.querySelectorAll(".bar rect")].map((rect) => getComputedStyle(rect).fill),
      ]);
      expect(fills).toHaveLength(7);
      // As WCAG 2.2 asks of graphics, in success criterion 1.4.11.
      for (const fill of fills) expect(contrast(fill, paper ?? "")).toBeGreaterThan(3);
    },
  );
});
