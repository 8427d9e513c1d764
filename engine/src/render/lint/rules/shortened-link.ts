import type { LintRule } from "../rule.ts";
import { shortenerOf } from "../web.ts";

export const shortenedLink: LintRule = {
  name: "shortened-link",
  severity: "warning",
  why: "Shorteners hide where a link leads, so phishers like them and block lists (Spamhaus, SURBL, URIBL) name them.",
  source: "Spamhaus, Domain Block List: abused redirectors",
  find: ({ links }) =>
    links.flatMap(({ href, at }) => {
      const host = shortenerOf(href);
      if (host === null) return [];
      return [
        {
          part: "html" as const,
          at,
          detail: `${host} shortens links.`,
          fix: "Write the address it leads to; clicks are counted anyway.",
        },
      ];
    }),
};
