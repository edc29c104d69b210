/** A page of the site that is written in Markdown. */
export interface Page {
  /** From the repository's folder. */
  readonly source: string;
  readonly file: string;
  /** In the navigation. */
  readonly name: string;
}

/** The pages, in the order in which they are read. */
export const pages: readonly Page[] = [
  { source: "README.md", file: "index.html", name: "Overview" },
  { source: "docs/quick-start.md", file: "quick-start.html", name: "Quick start" },
  { source: "docs/journal.md", file: "journal.html", name: "The journal and its evidence" },
  { source: "docs/command.md", file: "command.html", name: "Commands and flags" },
  { source: "docs/lists.md", file: "lists.html", name: "Lists" },
  { source: "docs/outcomes.md", file: "outcomes.html", name: "Outcomes" },
  { source: "docs/durable-jobs.md", file: "durable-jobs.html", name: "Durable jobs" },
  { source: "docs/errors.md", file: "errors.html", name: "Errors" },
  { source: "docs/tracing.md", file: "tracing.html", name: "Tracing" },
  { source: "docs/limits-and-pace.md", file: "limits-and-pace.html", name: "Limits and pace" },
  { source: "docs/opt-out-queue.md", file: "opt-out-queue.html", name: "Opt-outs as they come" },
  { source: "docs/many-machines.md", file: "many-machines.html", name: "On many machines" },
  {
    source: "docs/testing-with-the-mock.md",
    file: "testing-with-the-mock.html",
    name: "Testing with the mock",
  },
  { source: "docs/generated-client.md", file: "generated-client.html", name: "Generated client" },
  { source: "docs/privacy.md", file: "privacy.html", name: "Privacy" },
  { source: "docs/measured.md", file: "measured.html", name: "Measured" },
  { source: "docs/releasing.md", file: "releasing.html", name: "Releases" },
];

/** The page that is made from the description. */
export const reference = { file: "reference.html", name: "API reference" };
