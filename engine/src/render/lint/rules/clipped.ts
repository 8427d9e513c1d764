import { sizeOfHtml } from "../../html-size.ts";
import type { LintRule } from "../rule.ts";

export const clipped: LintRule = {
  name: "clipped",
  severity: "error",
  why: "Gmail cuts a mail off at 102 kB: the way out and the last lines are hidden, and opens are not counted.",
  source: "Gmail, “[Message clipped] View entire message”",
  find: ({ source, around: { filled } }) => {
    const { bytes, limit, isClipped } = sizeOfHtml(filled?.html ?? source.htmlContent ?? "");
    if (bytes < limit * 0.85) return [];
    const size = `${Math.round(bytes / 1_000)} kB`;
    return [
      {
        part: "html",
        severity: isClipped ? "error" : "warning",
        detail: `The HTML has ${size} of 102 kB.`,
        fix: "Leave out styles that nothing uses, pictures written into the mail, and what was pasted from a text processor.",
      },
    ];
  },
};
