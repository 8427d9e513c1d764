import { textStateOf } from "../../mail-form.ts";
import type { LintRule } from "../rule.ts";

export const textDrift: LintRule = {
  name: "text-drift",
  severity: "warning",
  why: "Some people read the text part, watches and assistants read nothing else, and filters compare both.",
  source: "RFC 2046 § 5.1.4: the parts of multipart/alternative say the same; Apache SpamAssassin, MPART_ALT_DIFF",
  find: ({ source }) => {
    const { state, leftOut, sharedWords } = textStateOf(source);
    if (state !== "drifted") return [];
    const missing =
      leftOut.length === 0
        ? `only ${Math.round(sharedWords * 100)} % of its words`
        : `not ${leftOut.slice(0, 3).join(", ")}`;
    return [
      {
        part: "text",
        detail: `The text part has ${missing} of what the HTML says.`,
        fix: "Write it again, or empty it so that it follows the HTML.",
      },
    ];
  },
};
