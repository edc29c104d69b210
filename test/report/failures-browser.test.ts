import { describe, expect, test } from "vitest";

import type { EntryOutcome } from "../../src/job/job-outcome.js";
import { hasBrowser } from "../helpers/browser.js";
import { everyOutcome } from "./sample-outcomes.js";
import { pagesInBrowser } from "./pages-in-browser.js";

describe.skipIf(!hasBrowser)("the failures of the page in a real browser", () => {
  const { show, shownRows } = pagesInBrowser();
  const many = Array.from({ length: 6000 }, (_, index): EntryOutcome => {
    const address = index === 5998 ? "the zebra" : `no address ${index}`;
    return { row: index + 2, address, outcome: "invalid", reason: "no-at" };
  });

  test("the search shows the failures that have all its words, in any case, and says how many", async () => {
    const { page } = await show(everyOutcome);
    expect(await shownRows(page)).toBe(4);
    await page.getByLabel("Search").fill("NOT wanted");
    expect(await shownRows(page)).toBe(1);
    expect(await page.locator("#rows tr:visible .address").innerText()).toBe("cem@example.net");
    expect(await page.locator("output").innerText()).toBe("1 of 4 shown");
    await page.getByLabel("Search").fill("nowhere to be found");
    expect(await page.getByText("No failure has these words.").isVisible()).toBe(true);
    await page.getByLabel("Search").fill("");
    await page.getByRole("combobox", { name: "Outcome" }).selectOption("invalid");
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

  test("of many failures a hundred are shown at a time, and every one is found", async () => {
    const { page, trouble } = await show(many);
    expect(await shownRows(page)).toBe(100);
    expect(await page.locator("output").innerText()).toBe("100 of 6,000 shown");
    await page.getByRole("button", { name: "Show 100 more" }).click();
    expect(await shownRows(page)).toBe(200);
    await page.getByLabel("Search").fill("ZEBRA the");
    expect(await page.locator("#rows tr:visible .address").allInnerTexts()).toEqual(["the zebra"]);
    expect(await page.locator("output").innerText()).toBe("1 of 6,000 shown");
    expect(trouble).toEqual([]);
  });

  test("without scripts the first hundred are there, and it is said where the others are", async () => {
    const { page } = await show(many, {}, { javaScriptEnabled: false });
    expect(await shownRows(page)).toBe(100);
    const words = await page.locator("section[aria-labelledby=failures] .note").first().innerText();
    expect(words).toMatch(/^Here are 100 of 6,000 failures.*in the CSV report/);
  });

  test("a click on a column sorts by it, and a second one turns the order", async () => {
    const { page } = await show([...many.slice(0, 300), ...everyOutcome]);
    const first = () => page.locator("#rows td.address").first().innerText();
    await page.locator("#rows th button").nth(1).click();
    expect(await first()).toBe("cem@example.net");
    await page.locator("#rows th button").nth(1).click();
    expect(await first()).toBe("no address 99");
    await page.locator("#rows th button").nth(0).click();
    await page.locator("#rows th button").nth(0).click();
    expect(await first()).toBe("no address 299");
    expect(await page.locator("th[aria-sort]").getAttribute("aria-sort")).toBe("descending");
  });

  test("on paper it is dark on white, and says what is left out", async () => {
    const { page } = await show(many, {}, { colorScheme: "dark" });
    await page.getByLabel("Search").fill("the zebra");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const look = await page.evaluate(() => {
      const { color } = getComputedStyle(document.body);
      const { backgroundColor } = getComputedStyle(document.documentElement);
      return { color, backgroundColor };
    });
    expect(look.color).toBe("rgb(0, 0, 0)");
    expect(await page.getByRole("search").isVisible()).toBe(false);
    expect(await page.locator("#printed").innerText()).toBe(
      "Left out here: 5,999 of 6,000 failures; only those with the words “the zebra” are printed. All are in the CSV report.",
    );
  });

  test.each([true, false])(
    "an address too long for a phone is broken behind its @ and its dots, with a script: %s",
    async (javaScriptEnabled) => {
      const address = "maximiliane.schwarzenberger@newsletter.example.com";
      const { page } = await show(
        [{ row: 2, address, sent: address, outcome: "unknown", reason: "missing" }],
        {},
        { width: 390, javaScriptEnabled },
      );
      const cell = page.locator("#rows td.address");
      expect(await cell.innerText()).toBe(address);
      const lines = await cell.locator("bdi").evaluate((bdi) =>
        [...bdi.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => {
            const range = document.createRange();
            range.selectNode(node);
            return [node.textContent, range.getClientRects().length];
          }),
      );
      expect(lines).toEqual([
        ["maximiliane.", 1],
        ["schwarzenberger@", 1],
        ["newsletter.", 1],
        ["example.", 1],
        ["com", 1],
      ]);
    },
  );
});
