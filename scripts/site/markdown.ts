import { Marked, type Tokens } from "marked";
import { resolveLink } from "./links.ts";
import type { Page } from "./pages.ts";

/** A heading's name in a link, as GitHub makes it. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/<[^<>]*>|[^\p{Letter}\p{Number}\s_-]/gu, "")
    .replaceAll(" ", "-");
}

/** The names of a page's headings. */
export function anchorsOf(text: string): Set<string> {
  const headings = new Marked()
    .lexer(text)
    .filter((token): token is Tokens.Heading => token.type === "heading");
  return new Set(headings.map((heading) => slug(plain(heading.text))));
}

/** Turns a page into HTML, with links that work on the site. @throws {InputProblem} for a link that does not */
export function toHtml(
  page: Page,
  text: string,
  root: string,
  anchors: ReadonlyMap<string, ReadonlySet<string>>,
): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: heading }) {
        const id = slug(plain(heading));
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const target = resolveLink(href, page, text, root, anchors);
        return target.kind === "file" ? inner : `<a href="${escape(target.href)}">${inner}</a>`;
      },
      table(token) {
        const cell = ({ tokens }: Tokens.TableCell, tag: string): string =>
          `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`;
        const head = token.header.map((each) => cell(each, "th")).join("");
        const rows = token.rows.map(
          (row) => `<tr>${row.map((each) => cell(each, "td")).join("")}</tr>`,
        );
        // A narrow screen scrolls the table and not the page, with the keyboard too.
        return `<div class="table" tabindex="0" role="group"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>\n`;
      },
      code({ text: code, lang = "" }) {
        return `<pre tabindex="0"><code class="${escape(lang)}">${escape(code)}\n</code></pre>\n`;
      },
    },
  });
  return marked.parse(text, { async: false });
}

/** A heading without its marks. */
function plain(text: string): string {
  return text.replaceAll("`", "");
}

export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
