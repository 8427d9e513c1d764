import type { LintRule } from "../rule.ts";
import { hostOf, isSameOwner } from "../web.ts";

/** Link words that look like an address and lead to another one. */
export const misleadingLink: LintRule = {
  name: "misleading-link",
  severity: "error",
  why: "Words that name one site and a target on another are the mark of phishing; clients warn and filters block.",
  source: "Google, Email sender guidelines: make sure readers know where links lead",
  find: ({ links }) =>
    links.flatMap(({ href, words, at }) => {
      const target = hostOf(href);
      const named = hostOf(words) ?? hostOf(bareAddress(words));
      if (target === null || named === null || isSameOwner(target, named)) return [];
      return [
        {
          part: "html" as const,
          at,
          detail: `The link says ${named} and leads to ${target}.`,
          fix: "Let words and target name the same site, or write words that are no address.",
        },
      ];
    }),
};

/** `www.x.example/page` or `x.com` as an address; nothing for a sentence that ends in a dot. */
function bareAddress(words: string): string {
  return words.length < 200 && /^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/\S*)?$/i.test(words)
    ? `https://${words}`
    : "";
}
