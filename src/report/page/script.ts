/**
 * What the page does: it hides the failures that do not have the words or the outcome asked for. It reads
 * the table itself, so it holds no data, and without it the page shows everything.
 */
export const script = `
"use strict";
const form = document.querySelector("form.search");
if (form !== null) {
  const words = document.getElementById("words");
  const outcome = document.getElementById("outcome");
  const found = document.getElementById("found");
  const none = document.getElementById("none");
  const rows = Array.from(document.querySelectorAll("#rows > tbody > tr"), (element) => ({
    element,
    outcome: element.dataset.outcome,
    text: element.textContent.toLowerCase(),
  }));
  const count = (number) => number.toLocaleString("en");
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\\s+/).filter((word) => word !== "");
    let shown = 0;
    for (const row of rows) {
      const fits =
        (outcome.value === "" || outcome.value === row.outcome) &&
        wanted.every((word) => row.text.includes(word));
      row.element.hidden = !fits;
      if (fits) shown += 1;
    }
    none.hidden = shown > 0;
    found.textContent = count(shown) + " of " + count(rows.length) + " shown";
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  form.hidden = false;
  apply();
}
`;
