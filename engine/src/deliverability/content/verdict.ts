import type { Listing } from "../blocklists/check-listing.ts";
import type { Finding } from "../finding.ts";

export interface Score {
  readonly points: number;
  readonly spamFrom: number;
}

export interface VerdictFacts {
  readonly own: Score;
  /** Of a filter that was asked; null: none was. */
  readonly filter: Score | null;
  readonly listings: readonly Pick<Listing, "state" | "weight">[];
  /** What the sender's domain publishes wrong, or not at all. */
  readonly domainIssues: readonly Pick<Finding, "kind" | "state">[];
}

/**
 * What becomes of a mail. Any single cause is enough: filters add points up, but none forgives a listed link or a mail
 * nobody can prove for its good words. A domain that takes no replies keeps nothing out of an inbox.
 */
export function verdictOf({ own, filter, listings, domainIssues }: VerdictFacts): "good" | "fair" | "bad" {
  const scores = filter === null ? [own] : [own, filter];
  const isListed = listings.some(({ state, weight }) => state === "listed" && weight === "wide");
  const fails = domainIssues.some(({ state, kind }) => state === "failed" && kind !== "mx");
  if (isListed || fails || scores.some(({ points, spamFrom }) => points >= spamFrom)) return "bad";
  const isHinted = listings.some(({ state }) => state === "listed") || domainIssues.length > 0;
  return isHinted || scores.some(({ points, spamFrom }) => points >= spamFrom / 2) ? "fair" : "good";
}
