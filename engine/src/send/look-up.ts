import { addMs, DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from "../base/index.ts";

/** An uncertain email is first looked for this long after its server fell silent: a copy needs a moment to be written. */
export const firstLookMs = 5 * SECOND_MS;

/** RFC 5321 §4.5.3.2.6 lets a server take ten minutes over a mail it has; before that, nothing is known to be absent. */
const graceMs = 15 * MINUTE_MS;
const longestPauseMs = 6 * HOUR_MS;
/** Whatever was not found by then, nobody but a person can tell. */
export const lookForMs = 3 * DAY_MS;

/**
 * When the emails of which the youngest has been lost since then are looked for again: after as long as it has been lost,
 * so that a look that will find something soon comes soon and a vain one is not repeated for ever; and as soon as what is
 * not there may count as absent.
 */
export function nextLook(youngest: Instant, now: Instant): Instant {
  const next = addMs(now, Math.min(Math.max(now - youngest, firstLookMs), longestPauseMs));
  const ripe = addMs(youngest, graceMs);
  return now < ripe && ripe < next ? ripe : next;
}

/**
 * What a look settles. A copy proves that the mail was sent. None proves the opposite only where the server keeps a copy
 * of all it sends, and after it had time to.
 */
export function settledBy(
  finding: "found" | "absent" | "unknown",
  { since, now, keepsAll }: { readonly since: Instant; readonly now: Instant; readonly keepsAll: boolean },
): "sent" | "absent" | null {
  if (finding === "found") return "sent";
  return finding === "absent" && keepsAll && now - since >= graceMs ? "absent" : null;
}
