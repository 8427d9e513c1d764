import type { LintRule } from "../rule.ts";

/** Unclosed blocks, unknown tags and filters, variables where none may stand. */
export const unreadable: LintRule = {
  name: "unreadable",
  severity: "error",
  why: "A mail that cannot be read cannot be filled: nobody would get it.",
  source: null,
  find: ({ faults, source }) =>
    faults.map(({ part, line, column, detail }) => {
      const text =
        { subject: source.subject, html: source.htmlContent, text: source.textContent, preheader: source.preheader }[
          part
        ] ?? "";
      const at =
        text
          .split("\n")
          .slice(0, line - 1)
          .join("\n").length +
        (line > 1 ? 1 : 0) +
        column -
        1;
      return { part, at, detail, fix: "Repair it at this place." };
    }),
};
