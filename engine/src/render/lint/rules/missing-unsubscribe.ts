import type { LintRule } from "../rule.ts";

export const missingUnsubscribe: LintRule = {
  name: "missing-unsubscribe",
  severity: "error",
  why: "Whoever finds no way out marks the mail as spam, and the law asks for one in each commercial mail.",
  source: "CAN-SPAM Act, 15 U.S.C. § 7704(a)(3)",
  find: ({ source, uses, around: { footer } }) => {
    const written = uses.some(
      ({ path, part }) =>
        path[0] === "unsubscribeUrl" && part !== null && isInSource(source.htmlContent ?? source.textContent ?? ""),
    );
    if (written || footer?.unsubscribe !== false) return [];
    return [
      {
        part: "html",
        detail: "The mail has no way out, and none is added.",
        fix: 'Write <a href="{{ unsubscribeUrl }}">Unsubscribe</a>, or let the footer add it (Settings, Compliance).',
      },
    ];
  },
};

function isInSource(text: string): boolean {
  return /\{[{%][^}]{0,200}\bunsubscribeUrl\b/.test(text);
}
