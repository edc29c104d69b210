import { existsSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { InputProblem } from "../problem.ts";
import { pages, type Page } from "./pages.ts";

/** Where a link of a page leads on the site. */
export type Target =
  | { readonly kind: "page"; readonly href: string }
  | { readonly kind: "elsewhere"; readonly href: string }
  /** A file of the repository that is no page of the site. */
  | { readonly kind: "file" };

/**
 * Finds what a link leads to.
 *
 * @param anchors the headings of each page, by its source
 * @throws {InputProblem} for a link that leads nowhere, with its file and line
 */
export function resolveLink(
  href: string,
  page: Page,
  text: string,
  root: string,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): Target {
  if (/^https?:/.test(href)) return { kind: "elsewhere", href };
  const [path = "", anchor] = href.split("#");
  const source = path === "" ? page.source : toSource(path, page);
  const target = pages.find((each) => each.source === source);
  const known =
    anchor === undefined || target === undefined || anchors.get(source)?.has(anchor) === true;
  if (!existsSync(join(root, source)) || !known) {
    const line = text.slice(0, text.indexOf(href)).split("\n").length;
    throw new InputProblem(`${page.source}:${line}: the link to ${href} leads nowhere`);
  }
  if (target === undefined) return { kind: "file" };
  return {
    kind: "page",
    href: `${path === "" ? "" : target.file}${anchor === undefined ? "" : `#${anchor}`}`,
  };
}

function toSource(path: string, page: Page): string {
  return relative(".", normalize(join(dirname(page.source), path))).replaceAll("\\", "/");
}
