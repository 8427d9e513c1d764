import type { Finding } from "../../render/index.ts";

/**
 * What a finding adds to a mail's spam score. The scale is that of Apache SpamAssassin, whose default calls a mail spam
 * from 5 points on (`required_score 5.0`); the weights are our own judgement of how filters weigh the same thing, not
 * theirs, which depend on what else they know of the sender. Who says that it counts at all stands with each finding.
 */
export const spamFrom = 5;

interface Weight {
  readonly each: number;
  /** Of all findings of the rule together: ten phrases are not ten times as bad as one. */
  readonly most: number;
}

/** By the rule that found it. Rules that are missing speak of craft, not of spam: a variable without a fallback. */
const weights: Readonly<Record<string, Weight>> = {
  "hidden-text": { each: 2.5, most: 2.5 },
  "misleading-link": { each: 2.5, most: 4 },
  "odd-link": { each: 2.5, most: 4 },
  "address-link": { each: 2, most: 3 },
  "lookalike-link": { each: 1.5, most: 3 },
  "active-content": { each: 2, most: 2 },
  "image-only": { each: 1.5, most: 1.5 },
  "false-reply": { each: 1.5, most: 1.5 },
  "shortened-link": { each: 1.2, most: 2.4 },
  "shouting-subject": { each: 1, most: 1.5 },
  "missing-unsubscribe": { each: 1, most: 1 },
  "many-links": { each: 0.8, most: 0.8 },
  "spam-phrase": { each: 0.5, most: 2.5 },
  "text-drift": { each: 0.5, most: 0.5 },
  "subject-length": { each: 0.3, most: 0.3 },
  clipped: { each: 0.5, most: 0.5 },
  "plain-link": { each: 0.3, most: 0.6 },
  "missing-address": { each: 0.3, most: 0.3 },
  "foreign-link": { each: 0.1, most: 0.4 },
  "refused-file": { each: 5, most: 5 },
  "risky-file": { each: 1.5, most: 3 },
};

const share: Readonly<Record<Finding["severity"], number>> = { error: 1, warning: 1, notice: 0.5 };

/** Points of each finding in its order, so that every rule stays below its most; null: it says nothing of spam. */
export function pointsOf(findings: readonly Pick<Finding, "rule" | "severity">[]): (number | null)[] {
  const spent = new Map<string, number>();
  return findings.map(({ rule, severity }) => {
    const weight = weights[rule];
    if (weight === undefined) return null;
    const before = spent.get(rule) ?? 0;
    const points = Math.min(weight.each * share[severity], weight.most - before);
    spent.set(rule, before + points);
    return Math.round(points * 100) / 100;
  });
}
