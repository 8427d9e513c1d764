import type { LintRule } from "../rule.ts";
import { hostOf } from "../web.ts";

const shorteners = new Set(
  (
    "bit.ly bitly.com tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly shorturl.at rb.gy tiny.cc lnkd.in t.ly " +
    "v.gd bl.ink soo.gd s.id shorte.st adf.ly trib.al dlvr.it snip.ly linktr.ee qr.ae yourls.org clck.ru u.to 1url.com"
  ).split(" "),
);

export const shortenedLink: LintRule = {
  name: "shortened-link",
  severity: "warning",
  why: "Shorteners hide where a link leads, so phishers like them and block lists (Spamhaus, SURBL, URIBL) name them.",
  source: "Spamhaus, Domain Block List: abused redirectors",
  find: ({ links }) =>
    links.flatMap(({ href, at }) => {
      const host = hostOf(href)?.replace(/^www\./, "");
      if (host === undefined || !shorteners.has(host)) return [];
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
