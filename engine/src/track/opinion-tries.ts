/** Why no opinion came. */
export type OpinionFault =
  /** It asked for a pause (429). */
  | "limited"
  /** It does not let us in, or knows no such model (other 4xx). */
  | "refused"
  /** The address may not be connected. */
  | "not_allowed"
  /** No answer: unreachable, too late, broken (5xx). */
  | "failed"
  /** An answer that says nothing of the kind asked for. */
  | "unreadable";

export interface OpinionTry {
  readonly fault: OpinionFault;
  readonly retryAfterMs: number | null;
  /** Tries for this reply, this one among them. */
  readonly tries: number;
  /** Faults in a row of any reply, this one among them. */
  readonly faultsInRow: number;
}

const minute = 60_000;
const mostTries = 3;
const faultsThatOpen = 5;
const longestQuiet = 60 * minute;

/** How long nobody is asked, and when this reply is asked about again; null: never. */
export function afterFault({ fault, retryAfterMs, tries, faultsInRow }: OpinionTry): {
  readonly quietMs: number;
  readonly againMs: number | null;
} {
  const quietMs = quietAfter(fault, { retryAfterMs, faultsInRow });
  return { quietMs, againMs: tries >= mostTries ? null : Math.max(quietMs, minute * 2 ** (tries - 1)) };
}

function quietAfter(
  fault: OpinionFault,
  { retryAfterMs, faultsInRow }: Pick<OpinionTry, "retryAfterMs" | "faultsInRow">,
): number {
  if (fault === "refused" || fault === "not_allowed") return longestQuiet;
  const asked = Math.min(retryAfterMs ?? (fault === "limited" ? minute : 0), longestQuiet);
  return faultsInRow >= faultsThatOpen ? Math.max(asked, 15 * minute) : asked;
}
