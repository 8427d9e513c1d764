import { voidElements } from "../../html/allowed.ts";
import type { HtmlToken } from "../../html/tokens.ts";
import type { LintRule } from "../rule.ts";

/** Elements that HTML lets open. */
const optional = new Set("html head body p li dt dd tr td th thead tbody tfoot colgroup option".split(" "));

export const unclosedElement: LintRule = {
  name: "unclosed-element",
  severity: "warning",
  why: "What is opened and not closed goes on to the end of the mail, through signature and footer.",
  source: "HTML Living Standard, 13.1.2",
  find: ({ tokens, source }) => {
    // Where Liquid opens in one branch and closes behind it, only a filled mail could tell.
    if (/\{%/.test(source.htmlContent ?? "")) return [];
    const open: Extract<HtmlToken, { kind: "open" }>[] = [];
    for (const token of tokens) {
      if (token.kind === "open" && !voidElements.has(token.name) && !optional.has(token.name) && !token.isClosed)
        open.push(token);
      if (token.kind !== "close") continue;
      const at = open.findLastIndex(({ name }) => name === token.name);
      if (at !== -1) open.splice(at, 1);
    }
    return open.slice(0, 20).map(({ name, at }) => ({
      part: "html",
      at,
      detail: `<${name}> is opened and never closed.`,
      fix: `Write </${name}> where it ends.`,
    }));
  },
};
