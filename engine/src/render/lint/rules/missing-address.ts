import type { LintRule } from "../rule.ts";

export const missingAddress: LintRule = {
  name: "missing-address",
  severity: "error",
  why: "Each commercial mail must name a postal address of whoever sends it.",
  source: "CAN-SPAM Act, 15 U.S.C. § 7704(a)(5)",
  find: ({ source, around: { footer, postalAddress } }) => {
    const isWritten = /\{[{%][^}]{0,200}\bpostalAddress\b/.test(
      `${source.htmlContent ?? ""}${source.textContent ?? ""}`,
    );
    if (postalAddress !== undefined && postalAddress.trim() === "") {
      return [
        { part: "html", detail: "The workspace has no postal address.", fix: "Write it in Settings, Compliance." },
      ];
    }
    if (isWritten || footer?.address !== false) return [];
    return [
      {
        part: "html",
        detail: "The mail names no postal address, and none is added.",
        fix: "Write {{ postalAddress }}, or let the footer add it (Settings, Compliance).",
      },
    ];
  },
};
