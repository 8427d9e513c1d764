import type { LintRule } from "../rule.ts";
import { hostOf, isSameOwner } from "../web.ts";

export const foreignLink: LintRule = {
  name: "foreign-link",
  severity: "notice",
  why: "A mail is judged by every domain it names: a stranger's reputation becomes yours.",
  source: "Google, Email sender guidelines",
  find: ({ links, around: { senderDomain, ownDomains } }) => {
    if (senderDomain === undefined) return [];
    const own = [senderDomain, ...(ownDomains ?? [])];
    const seen = new Set<string>();
    return links.flatMap(({ href, at }) => {
      const host = hostOf(href);
      if (host === null || seen.has(host) || own.some((domain) => isSameOwner(host, domain.toLowerCase()))) return [];
      seen.add(host);
      return [
        {
          part: "html" as const,
          at,
          detail: `${host} is not your domain.`,
          fix: "Leave it out unless the mail needs it, or link to a page of your own.",
        },
      ];
    });
  },
};
