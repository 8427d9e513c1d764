import type { Domain } from "@haste/contract/nouns/deliverability";
import type { GlyphName } from "../ui/status/glyph.tsx";

type Finding = Domain["findings"][number];

export interface Look {
  readonly word: string;
  readonly glyph: GlyphName;
  readonly color: string;
}

export const domainLooks: Readonly<Record<Domain["state"], Look>> = {
  passed: { word: "Set up", glyph: "check", color: "var(--good)" },
  warning: { word: "Can be better", glyph: "diamond", color: "var(--warn-fill)" },
  failed: { word: "Needs you", glyph: "diamond", color: "var(--bad-fill)" },
  unknown: { word: "Not known yet", glyph: "dotted-ring", color: "var(--text-3)" },
  sandbox: { word: "Ready: a sandbox", glyph: "check", color: "var(--good)" },
};

export const findingLooks: Readonly<Record<Finding["state"], Look>> = {
  passed: { word: "Good", glyph: "check", color: "var(--good)" },
  warning: { word: "Can be better", glyph: "diamond", color: "var(--warn-fill)" },
  failed: { word: "Fails", glyph: "diamond", color: "var(--bad-fill)" },
  hint: { word: "Not used", glyph: "line", color: "var(--text-3)" },
  unknown: { word: "Not known", glyph: "dotted-ring", color: "var(--text-3)" },
};

export const kindWords: Readonly<Record<Finding["kind"], readonly [name: string, what: string]>> = {
  spf: ["SPF", "which servers may send for it"],
  dkim: ["DKIM", "the key its mails are signed with"],
  dmarc: ["DMARC", "what to do with mail that is not proven"],
  ptr: ["PTR", "the name of a server's address"],
  mx: ["MX", "where mail to it goes"],
  "mx-tls": ["STARTTLS", "encryption of a server mail to it goes to"],
  "mta-sts": ["MTA-STS", "encryption on the way to it"],
  "tls-rpt": ["TLS-RPT", "reports of failed encryption"],
  bimi: ["BIMI", "a logo beside its mails"],
};

/** `proven`, `not proven`, `not known` of one way to prove an account's mail. */
export function provenWords(found: boolean | null): string {
  if (found === null) return "not known";
  return found ? "good" : "fails";
}
