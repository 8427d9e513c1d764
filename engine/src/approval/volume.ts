/**
 * Sudden volume: "immediately doubling previously-sent volumes suddenly could result in rate limiting or reputation drops"
 * (Google's email sender guidelines, "Increase sending volume slowly"). A stolen key or a list enrolled by mistake looks the
 * same, so what is beyond the line waits until somebody says that it is meant.
 */

/** How often as much as on the busiest day is no surprise any more. */
const suddenTimes = 2;

/** Receivers count no sender of so few as one of volume, and small numbers double by chance. */
const smallestLine = 100;

/** Fewer days of sending say nothing of what is usual; new accounts are held back by their ramp (`pace/ramp.ts`). */
const fewestDays = 5;

/** How far back a day of sending tells what is usual. */
export const usualDays = 30;

export interface UsualVolume {
  /** The most mails of one of these days. */
  readonly busiest: number;
  /** What lies beyond it is sudden. */
  readonly line: number;
}

/** What an account is used to, by the mails of each of its last days without today's; null: too few of them to tell. */
export function usualVolumeOf(days: readonly number[]): UsualVolume | null {
  const sending = days.filter((mails) => mails > 0);
  if (sending.length < fewestDays) return null;
  const busiest = Math.max(...sending);
  return { busiest, line: Math.max(smallestLine, busiest * suddenTimes) };
}

/** Why the next mail waits after so many of today, in words; null: it does not. */
export function suddenAfter(sent: number, usual: UsualVolume | null): string | null {
  if (usual === null || sent < usual.line) return null;
  return `It would be mail ${sent + 1} of this account today; the most in ${usualDays} days were ${usual.busiest}.`;
}
