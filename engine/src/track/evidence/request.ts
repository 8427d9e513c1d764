import type { Rule } from "./visit.ts";

/** What a request says about itself, in its method and headers. */
export const requestRules: readonly Rule[] = [
  {
    name: "head",
    family: "request",
    source: "RFC 9110 §9.3.2: HEAD asks for everything but the page, so there is nothing to look at",
    find: ({ method }) => (method === "HEAD" ? { says: "machine", value: method } : null),
  },
  {
    name: "looks-ahead",
    family: "request",
    source: "Fetch standard, Sec-Purpose; before it Purpose (WebKit, Chromium) and X-Moz (Firefox)",
    find: ({ ahead }) => (ahead === null ? null : { says: "machine", value: ahead }),
  },
];
