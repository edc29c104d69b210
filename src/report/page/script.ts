import { UNSEEN } from "./markup.js";

/**
 * What the page does: it shows the failures from its data, those that have the words and the outcome asked for, in the
 * order asked for, and gives times also as the reader's clock has them. Without it the page shows the first failures, in
 * UTC.
 */
export const script = String.raw`
"use strict";
for (const time of document.querySelectorAll("time.both")) {
  const parts = new Intl.DateTimeFormat("en-GB", {
    year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short",
  }).formatToParts(new Date(time.dateTime));
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const small = document.createElement("small");
  small.textContent = "on this computer's clock: " +
    part.year + "-" + part.month + "-" + part.day + " " +
    part.hour + ":" + part.minute + ":" + part.second + " " + part.timeZoneName;
  time.after(small);
}

const form = document.querySelector("form.search");
if (form !== null) {
  const PAGE = 100;
  const unseen = new RegExp(${JSON.stringify(UNSEEN.source)}, "gu");
  const { rows, texts, outcomes } = JSON.parse(document.getElementById("failures-data").textContent);
  const [words, outcome, found, none, more, printed] =
    ["words", "outcome", "found", "none", "more", "printed"].map((id) => document.getElementById(id));
  const body = document.querySelector("#rows > tbody");
  const textOf = (value) => (typeof value === "number" ? texts[value] : value);
  const count = (number) => number.toLocaleString("en-US");

  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className !== "") element.className = className;
    element.append(...children);
    return element;
  };
  // An address that is too long for a line is broken behind its @ and its dots.
  const breakable = (text) =>
    text.split(/(?<=[@.])(?=.)/).flatMap((part, place) => (place === 0 ? [part] : [make("wbr", ""), part]));
  const foreign = (text) => {
    const bdi = make("bdi", "");
    let from = 0;
    for (const found of text.matchAll(unseen)) {
      const point = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      bdi.append(...breakable(text.slice(from, found.index)), make("span", "point", "U+" + point));
      from = found.index + found[0].length;
    }
    bdi.append(...breakable(text.slice(from)));
    return bdi;
  };
  const swatch = (name) => {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const rect = document.createElementNS(space, "rect");
    const set = (element, values) => {
      for (const [key, value] of Object.entries(values)) element.setAttribute(key, value);
    };
    set(svg, { class: "swatch", viewBox: "0 0 10 10", "aria-hidden": "true" });
    set(rect, { class: "o-" + name, width: 10, height: 10, rx: 3 });
    svg.append(rect);
    return svg;
  };
  const draw = ([row, address, name, what, sent, reference]) => {
    const cell = make("td", "address", foreign(address));
    if (textOf(sent) !== "") cell.append(make("small", "", "sent as ", foreign(textOf(sent))));
    const badge = make("span", "badge", swatch(outcomes[name]), outcomes[name]);
    const happened = make("td", "", badge, " ", foreign(textOf(what)));
    if (textOf(reference) !== "") {
      happened.append(make("small", "", "Reference for HubSpot's support: ", foreign(textOf(reference))));
    }
    return make("tr", "", make("td", "number", foreign(row === null ? "" : String(row))), cell, happened);
  };

  const keys = [
    ([row]) => (row === null ? Infinity : row),
    ([, address]) => address.toLowerCase(),
    ([, , name, what]) => name + textOf(what),
  ];
  const compare = (one, other) => {
    if (typeof one === typeof other) return one < other ? -1 : one > other ? 1 : 0;
    return typeof one === "number" && one !== Infinity ? -1 : 1;
  };
  let order = { column: -1, down: false };
  let fitting = rows;
  let shown = 0;

  const showMore = () => {
    const next = fitting.slice(shown, shown + PAGE);
    body.append(...next.map(draw));
    shown += next.length;
    more.hidden = shown === fitting.length;
    more.textContent = "Show " + count(Math.min(PAGE, fitting.length - shown)) + " more";
    none.hidden = fitting.length > 0;
    const all = shown === fitting.length
      ? count(shown) + " of " + count(rows.length) + " shown"
      : count(shown) + " of " + count(fitting.length) + " shown" +
        (fitting.length < rows.length ? ", " + count(rows.length) + " in all" : "");
    found.textContent = all;
    const filter = [
      words.value.trim() === "" ? "" : "the words “" + words.value.trim() + "”",
      outcome.value === "" ? "" : "the outcome " + outcome.value,
    ].filter((text) => text !== "").join(" and ");
    printed.textContent = shown === rows.length ? "" :
      "Left out here: " + count(rows.length - shown) + " of " + count(rows.length) + " failures" +
      (filter === "" ? "" : "; only those with " + filter + " are printed") +
      ". All are in the CSV report.";
  };
  const apply = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const only = outcomes.indexOf(outcome.value);
    fitting = rows.filter((row) => {
      if (only >= 0 && row[2] !== only) return false;
      if (wanted.length === 0) return true;
      const [place, address, name, what, sent, reference] = row;
      const text = [place ?? "", address, outcomes[name], textOf(what), textOf(sent), textOf(reference)]
        .join(" ").toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    if (order.column >= 0) {
      const key = keys[order.column];
      const sign = order.down ? -1 : 1;
      const sorted = fitting.map((row) => [key(row), row]);
      sorted.sort(([one], [other]) => sign * compare(one, other));
      fitting = sorted.map(([, row]) => row);
    }
    body.replaceChildren();
    shown = 0;
    showMore();
  };

  document.querySelectorAll("#rows > thead th").forEach((head, column) => {
    const button = make("button", "sort", head.textContent);
    button.type = "button";
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      order = { column, down: order.column === column && !order.down };
      for (const other of document.querySelectorAll("#rows > thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
      apply();
    });
  });
  let waiting;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    // With many failures, a search at each keystroke would lag behind the typing.
    if (rows.length < 20000) apply();
    else waiting = setTimeout(apply, 150);
  });
  more.addEventListener("click", showMore);
  document.getElementById("rest")?.remove();
  form.hidden = false;
  apply();
}
`;
