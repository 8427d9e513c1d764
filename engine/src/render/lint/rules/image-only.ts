import type { LintRule } from "../rule.ts";

/** So few words beside a picture are no mail to a filter. */
const FEW_WORDS = 20;

export const imageOnly: LintRule = {
  name: "image-only",
  severity: "warning",
  why: "Many mailboxes show no pictures at first, filters cannot read them, and neither can whoever does not see.",
  source: "Apache SpamAssassin, HTML_IMAGE_ONLY rules; WCAG 2.2, 1.1.1",
  find: ({ images, words }) => {
    const [first] = images;
    if (first === undefined) return [];
    const count = words.split(" ").filter((word) => word !== "").length;
    const silent = images.find(({ alt }) => alt === null);
    return [
      ...(count < FEW_WORDS
        ? [
            {
              part: "html" as const,
              at: first.at,
              detail: `The mail is a picture and ${count} words.`,
              fix: "Say in words what the picture says.",
            },
          ]
        : []),
      ...(silent === undefined
        ? []
        : [
            {
              part: "html" as const,
              at: silent.at,
              severity: "notice" as const,
              detail: "A picture has no words that stand for it.",
              fix: 'Write alt="…" into it; alt="" for one that only adorns.',
            },
          ]),
    ];
  },
};
