import type { LintRule } from "../rule.ts";
import { hostOf } from "../web.ts";

/** Names that lead nowhere outside of a test (RFC 2606, RFC 6761), and this very machine. */
const nowhere = /(?:^|\.)(?:localhost|test|invalid|local)$|^(?:127\.|10\.|192\.168\.|0\.0\.0\.0)/;

export const deadLink: LintRule = {
  name: "dead-link",
  severity: "error",
  why: "Whoever clicks gets nothing, and does not click again.",
  source: null,
  find: ({ links, around: { deadLinks } }) =>
    links.flatMap(({ href, at }) => {
      const reason = reasonOf(href, deadLinks);
      return reason === null
        ? []
        : [{ part: "html" as const, at, detail: reason, fix: "Write the whole address of a page that is there." }];
    }),
};

function reasonOf(href: string, deadLinks: ReadonlySet<string> | undefined): string | null {
  if (href === "" || href === "#") return "A link leads nowhere.";
  if (deadLinks?.has(href)) return `${href} did not answer when it was followed.`;
  const host = hostOf(href);
  if (host !== null) return nowhere.test(host) ? `${href} can only be reached from this machine.` : null;
  const isElsewhere = /^(?:[a-z][a-z0-9+.-]*:|#|\{)/i.test(href);
  return isElsewhere ? null : `“${href}” has no beginning: a mail lies on no website it could belong to.`;
}
