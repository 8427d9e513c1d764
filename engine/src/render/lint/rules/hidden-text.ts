import { contrastOf } from "../../../base/index.ts";
import type { LintRule } from "../rule.ts";
import { shownTexts } from "../shown.ts";

export const hiddenText: LintRule = {
  name: "hidden-text",
  severity: "error",
  why: "Words that only a filter reads are what spam hides itself with.",
  source: "Google, Email sender guidelines: do not use HTML and CSS to hide content",
  find: ({ tokens }) => {
    const seen = new Set<number>();
    return shownTexts(tokens).flatMap(({ text, look }) => {
      const { color, isHidden, at } = look;
      const isUnseen = color !== null && contrastOf(color, look.background ?? [255, 255, 255]) < 1.3;
      if (seen.has(at) || !(isHidden || isUnseen) || !/[\p{L}\p{N}]/u.test(text)) return [];
      seen.add(at);
      return [
        {
          part: "html" as const,
          at,
          detail: `“${text.slice(0, 40)}” cannot be seen.`,
          fix: "Show it or leave it out; the line beside the subject has a field of its own.",
        },
      ];
    });
  },
};
