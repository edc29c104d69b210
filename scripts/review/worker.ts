import { answer } from "../bounds/answer.ts";
import { formatMarkdown } from "./format-markdown.ts";
import { formats } from "./formats.ts";
import { review, type ReviewOptions } from "./review.ts";

export interface ReviewRequest extends ReviewOptions {
  /** One of `formats`. */
  readonly format: string;
}

export interface Reviewed {
  readonly text: string;
  readonly markdown: string;
  readonly undeclared: boolean;
}

answer<ReviewRequest>(async ({ format, ...options }, progress): Promise<Reviewed> => {
  const report = await review(options, progress);
  return {
    text: formats[format]?.(report) ?? "",
    markdown: formatMarkdown(report),
    undeclared: report.undeclared,
  };
});
