import { createHash } from "node:crypto";

import { evidenceData } from "./evidence-section.js";
import { Html, markup } from "./markup.js";
import { script } from "./script.js";
import { styles } from "./styles.js";
import type { ReportSummary } from "./summary.js";

/** The page may load nothing and run only its own script. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(styles)}`,
  `script-src ${hashOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** All before the content. */
export function pageStart({ listName, evidence }: ReportSummary): Html {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Opt-out report: ${listName}</title>
${evidenceData(evidence)}<style>${new Html(styles)}</style>
</head>
<body>
`;
}

/** All behind it. */
export function pageEnd(): Html {
  return markup`<script>${new Html(script)}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
