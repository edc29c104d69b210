import { dirname, join } from "node:path/posix";
import type { MarkdownOptions } from "vitepress";

type Markdown = Parameters<NonNullable<MarkdownOptions["config"]>>[0];

/**
 * A guide may point to a file of the repository that is no page of the site. Such a link leads to the repository, or is
 * plain text while package.json names none.
 *
 * @param repository the address of the repository, as a browser opens it
 */
export function linkToRepository(markdown: Markdown, repository: string | undefined): void {
  markdown.core.ruler.push("repository", ({ tokens, env }) => {
    const folder = join("docs", dirname(String(env.relativePath ?? ".")));
    for (const token of tokens) {
      let isOutside = false;
      token.children =
        token.children?.filter((child) => {
          if (child.type === "link_close") return !isOutside || repository !== undefined;
          if (child.type !== "link_open") return true;
          const path = outside(child.attrGet("href") ?? "", folder);
          isOutside = path !== undefined;
          if (path !== undefined) child.attrSet("href", `${repository}/blob/main/${path}`);
          return !isOutside || repository !== undefined;
        }) ?? null;
    }
  });
}

/** The path in the repository of a relative link that leaves the guides. */
function outside(href: string, folder: string): string | undefined {
  if (/^(?:[a-z]+:|#|\/)/i.test(href)) return undefined;
  const path = join(folder, href);
  return path.startsWith("docs/") ? undefined : path;
}
