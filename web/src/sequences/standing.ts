import type { Sequence } from "@haste/contract/nouns/sequences";
import { paths } from "../app/paths.ts";
import { count } from "../ui/numbers.ts";

/** The next step: a place to go to, or a deed that the list can do itself. */
export interface NextStep {
  readonly label: string;
  readonly href?: string;
  readonly deed?: "activate";
}

export interface Standing {
  /** Key of the look: the status, or `archived`. */
  readonly state: string;
  /** Said instead of the state's own word, where a running sequence needs a person all the same. */
  readonly word?: string;
  readonly isTroubled: boolean;
  readonly reason: string | null;
  readonly next: NextStep | null;
}

type Facts = Pick<
  Sequence,
  "id" | "status" | "statusReason" | "archivedAt" | "hasUnpublishedChanges" | "publishedVersion" | "stats"
>;

/** Where a sequence stands, why, and what to do about it (B35). */
export function standingOf(row: Facts): Standing {
  const calm = { state: row.archivedAt ? "archived" : row.status, isTroubled: false, next: null };
  if (row.archivedAt) return { ...calm, reason: null };
  switch (row.status) {
    case "paused":
      return {
        ...calm,
        isTroubled: true,
        reason: afterWord(row.statusReason),
        next: { label: "Resume", deed: "activate" },
      };
    case "draft":
      return { ...calm, reason: row.statusReason, next: nextOfDraft(row) };
    case "active":
      return running(row, calm);
    default:
      return { ...calm, reason: row.statusReason };
  }
}

/** The state's word stands before the reason already: "Paused by Amina" becomes "by Amina". */
function afterWord(reason: string | null): string | null {
  return reason?.replace(/^Paused (?=by )/, "") ?? null;
}

function nextOfDraft(row: Facts): NextStep {
  const problems = row.stats?.attention.problems ?? 0;
  if (problems === 0) return { label: "Activate", deed: "activate" };
  return { label: "Solve", href: paths.sequence(row.id, "steps") };
}

function running(row: Facts, calm: Pick<Standing, "state" | "next">): Standing {
  const { stats } = row;
  const stuck = stats && (["held", "uncertain", "failed"] as const).find((kind) => stats.attention[kind] > 0);
  if (stats && stuck) {
    return {
      ...calm,
      word: `Active, ${count(stats.attention[stuck])} ${stuck}`,
      isTroubled: true,
      reason: stuck === "held" ? stats.attention.reason : null,
      next: { label: "See why", href: `${paths.sequence(row.id, "emails")}?status=${stuck}` },
    };
  }
  if (stats && stats.attention.approvals > 0) {
    return {
      ...calm,
      word: `Active, ${count(stats.attention.approvals)} to approve`,
      isTroubled: true,
      reason: null,
      next: { label: "Read them", href: paths.approvalsOf(row.id) },
    };
  }
  if (row.hasUnpublishedChanges) {
    const reason = `Version ${(row.publishedVersion ?? 0) + 1} is not published`;
    return { ...calm, isTroubled: false, reason, next: { label: "Review", href: paths.sequence(row.id, "steps") } };
  }
  if (stats && stats.active + stats.paused === 0) {
    return {
      ...calm,
      isTroubled: false,
      reason: "Nobody is in it",
      next: { label: "Enroll", href: paths.enroll(row.id) },
    };
  }
  return { ...calm, isTroubled: false, reason: row.statusReason };
}
