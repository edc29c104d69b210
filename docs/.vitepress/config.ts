import { readFileSync } from "node:fs";
import { defineConfig } from "vitepress";
import { linkToRepository } from "./links.ts";
import { entryPoints, guides, httpApi, type Page } from "./pages.ts";

const { repository, description } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { repository?: { url: string }; description: string };
const address = repository?.url.replace(/^git\+/, "").replace(/\.git$/, "");

const link = ({ file, name }: Page): { text: string; link: string } => ({
  text: name,
  link: `/${file}`,
});
const http = { text: httpApi.name, link: `/${httpApi.file}`, target: "_self" };

export default defineConfig({
  title: "hubspot-batch-unsubscribe",
  description,
  lang: "en",
  outDir: "../site",
  srcExclude: ["api/README.md"],
  cacheDir: "../node_modules/.cache/vitepress",
  head: [["link", { rel: "icon", href: "data:," }]],
  markdown: {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    // Without a limit of time, which on a busy machine leaves a line without its colours.
    codeTransformers: [
      {
        preprocess(_, options) {
          options.tokenizeTimeLimit = 0;
        },
      },
    ],
    config: (markdown) => linkToRepository(markdown, address),
  },
  // Made by another tool, after the pages that link to it.
  // One page after another, so that the index of the search is the same on every machine.
  buildConcurrency: 1,
  ignoreDeadLinks: [`/${httpApi.file.replace(/\.html$/, "")}`],
  themeConfig: {
    nav: [
      { text: "Guides", link: "/quick-start", activeMatch: "^/(?!api/|$|index)" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
      http,
    ],
    sidebar: [
      ...guides.map(({ text, pages }) => ({ text, items: pages.map(link) })),
      { text: "Reference", items: [...entryPoints.map(link), http] },
    ],
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        // Who types two words means a guide more often than a type that has them in its name.
        miniSearch: {
          searchOptions: {
            boostDocument: (id: string) => (id.startsWith("/api/") ? 0.4 : 1),
          },
        },
      },
    },
    ...(address === undefined ? {} : { socialLinks: [{ icon: "github", link: address }] }),
  },
});
