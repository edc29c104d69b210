import { escape } from "./markdown.ts";
import { pages, reference, type Page } from "./pages.ts";

/** A whole page: navigation, then what it says. Nothing in it comes from another host. */
export function layOut(page: Page, body: string): string {
  const links = [...pages, reference].map(({ file, name }) => {
    const current = file === page.file ? ' aria-current="page"' : "";
    return `<li><a href="${file}"${current}>${escape(name)}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.name)} · hubspot-batch-unsubscribe</title>
<link rel="icon" href="data:,">
<style>${styles}</style>
</head>
<body>
<nav aria-label="Pages"><strong>hubspot-batch-unsubscribe</strong><ul>${links.join("")}</ul></nav>
<main>
${body}</main>
</body>
</html>
`;
}

const styles = `
:root { color-scheme: light dark; --text: #1c2024; --dim: #59636e; --line: #d6dbe1; --back: #fff; --panel: #f5f7f9; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ec; --dim: #a3adb8; --line: #343b44; --back: #14181c; --panel: #1c2127; --link: #7ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 15rem minmax(0, 1fr); color: var(--text); background: var(--back); font: 1rem/1.6 system-ui, sans-serif; }
nav { position: sticky; top: 0; align-self: start; height: 100vh; overflow: auto; padding: 2rem 1.5rem; border-right: 1px solid var(--line); background: var(--panel); }
nav ul { list-style: none; margin: 1rem 0 0; padding: 0; }
nav a { display: block; padding: .3rem 0; color: var(--text); text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav a[aria-current] { font-weight: 600; color: var(--link); }
main { max-width: 52rem; padding: 2rem 2.5rem 5rem; }
h1 { margin: 0 0 1rem; font-size: 1.9rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.35rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
a { color: var(--link); }
code { font: .875em/1.5 ui-monospace, SFMono-Regular, Consolas, monospace; }
:not(pre) > code { padding: .1em .3em; border-radius: .25rem; background: var(--panel); overflow-wrap: anywhere; }
pre { padding: 1rem; overflow: auto; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); }
.table { overflow: auto; }
table { border-collapse: collapse; font-size: .95rem; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--dim); font-weight: 600; }
@media (max-width: 48rem) {
  body { display: block; }
  nav { position: static; height: auto; padding: 1rem 1.25rem; border: 0; border-bottom: 1px solid var(--line); }
  nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin-top: .5rem; }
  main { padding: 1.25rem 1.25rem 4rem; }
}`;
