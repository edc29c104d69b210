/** A page of the site: its file in `docs/` without the ending, and its name in the navigation. */
export interface Page {
  readonly file: string;
  readonly name: string;
}

/** The guides, in the order in which they are read. */
export const guides: readonly { readonly text: string; readonly pages: readonly Page[] }[] = [
  {
    text: "The command",
    pages: [
      { file: "quick-start", name: "Quick start" },
      { file: "command", name: "Commands and flags" },
      { file: "lists", name: "Lists" },
      { file: "outcomes", name: "Outcomes" },
      { file: "journal", name: "The journal" },
      { file: "limits-and-pace", name: "Limits and pace" },
      { file: "single-route", name: "Without Enterprise" },
      { file: "accounts-and-versions", name: "Accounts and versions" },
      { file: "privacy", name: "Privacy" },
    ],
  },
  {
    text: "The library",
    pages: [
      { file: "library", name: "The client and the job" },
      { file: "errors", name: "Errors" },
      { file: "durable-jobs", name: "Durable jobs" },
      { file: "lists-and-reports", name: "Lists and reports" },
      { file: "opt-out-queue", name: "Opt-outs as they come" },
      { file: "many-machines", name: "On many machines" },
      { file: "tracing", name: "Tracing" },
      { file: "commonjs", name: "CommonJS" },
      { file: "testing-with-the-mock", name: "Testing with the mock" },
      { file: "generated-client", name: "The generated client" },
    ],
  },
  {
    text: "The project",
    pages: [
      { file: "how-it-is-built", name: "How this repository works" },
      { file: "measured", name: "Measured" },
      { file: "releasing", name: "Releases" },
    ],
  },
];

/** An entry point of the package, and the page that is made from its doc comments. */
export interface EntryPoint extends Page {
  readonly source: string;
  /** What is imported. */
  readonly title: string;
}

export const entryPoints: readonly EntryPoint[] = [
  entryPoint("", "src/index.ts"),
  entryPoint("/node", "src/node.ts"),
  entryPoint("/bullmq", "src/bullmq/index.ts"),
  entryPoint("/mock", "src/mock/index.ts"),
];

function entryPoint(subpath: string, source: string): EntryPoint {
  return {
    file: `api${subpath === "" ? "/index" : subpath}`,
    name: subpath === "" ? "The package" : `The subpath ${subpath}`,
    source,
    title: `hubspot-batch-unsubscribe${subpath}`,
  };
}

/** The page that Redoc makes from the description. */
export const httpApi = { file: "http-api.html", name: "HTTP API" };
