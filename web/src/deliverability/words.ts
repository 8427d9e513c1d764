import type { Domain, DomainInDepth } from "@haste/contract/nouns/deliverability";
import type { GlyphName } from "../ui/status/glyph.tsx";

type Finding = Domain["findings"][number];
type Returned = DomainInDepth["returned"][number];
type Proof = Returned["proofs"][number];

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
  dane: ["DANE", "the certificate its DNS binds a server to"],
  "mta-sts": ["MTA-STS", "encryption on the way to it"],
  "tls-rpt": ["TLS-RPT", "reports of failed encryption"],
  bimi: ["BIMI", "a logo beside its mails"],
};

/** `proven`, `not proven`, `not known` of one way to prove an account's mail. */
export function provenWords(found: boolean | null): string {
  if (found === null) return "not known";
  return found ? "good" : "fails";
}

export const proofWords: Readonly<Record<Proof["kind"], readonly [name: string, what: string]>> = {
  dkim: ["DKIM", "who signed it"],
  spf: ["SPF", "whether its server may send for the domain"],
  dmarc: ["DMARC", "whether one of both speaks for the author"],
  "one-click": ["One-click unsubscribe", "both headers, and signed"],
  tls: ["Handed over", "encrypted or not"],
};

export const foundByWords: Readonly<Record<Returned["foundBy"], string>> = {
  doctor: "by a check of the account",
  "seed-test": "by a seed test",
};

/** `2 fail`; `4 good, 1 not known`. */
export function provedWords(proofs: readonly Pick<Proof, "state">[]): string {
  const of = (state: Proof["state"]) => proofs.filter((proof) => proof.state === state).length;
  const parts = [
    [of("failed"), of("failed") === 1 ? "fails" : "fail"],
    [of("passed"), "good"],
    [of("warning"), "can be better"],
    [of("unknown"), "not known"],
  ] as const;
  return parts.flatMap(([n, word]) => (n === 0 ? [] : [`${n} ${word}`])).join(", ");
}
