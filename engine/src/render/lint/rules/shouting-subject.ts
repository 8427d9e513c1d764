import type { LintRule } from "../rule.ts";
import { withoutLiquid } from "../subject.ts";

export const shoutingSubject: LintRule = {
  name: "shouting-subject",
  severity: "warning",
  why: "Capitals and exclamation marks read as shouting, to people and to filters.",
  source: "Apache SpamAssassin, SUBJ_ALL_CAPS and PLING_PLING",
  find: ({ source }) => {
    const subject = withoutLiquid(source.subject ?? "").replaceAll("\ue020", "");
    const letters = subject.replace(/[^\p{L}]/gu, "");
    const capitals = letters.replace(/[^\p{Lu}]/gu, "").length;
    const isShouted = letters.length >= 8 && capitals / letters.length > 0.7;
    return [
      ...(isShouted
        ? [
            {
              part: "subject" as const,
              detail: "The subject is written in capitals.",
              fix: "Write it as you would say it.",
            },
          ]
        : []),
      ...(/!.*!/.test(subject)
        ? [
            {
              part: "subject" as const,
              detail: "The subject has several exclamation marks.",
              fix: "One is more than enough.",
            },
          ]
        : []),
    ];
  },
};
