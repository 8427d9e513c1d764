import { DAY_MS, type Instant } from "../base/index.ts";
import type { BounceType, RunRefusal } from "./signals.ts";

/** What became of one mail to an address. */
export interface PastMail {
  readonly emailId: string;
  readonly leftAt: Instant;
  /** null: it did not come back. */
  readonly bounce: { readonly at: Instant; readonly type: BounceType } | null;
  /** It has ended the address once: somebody took that back since, so nothing up to it counts again. */
  readonly isSpent: boolean;
}

/**
 * When refusals that prove nothing each (a full mailbox, a server nobody reaches, "not accepting") say together that nobody
 * is there any more. Senders of newsletters count 3 to 15 in a row without a delivery between (Klaviyo 7, Mailchimp 7
 * of an address that never did anything, Keila 3); GNU Mailman counts at most one a day. Outreach writes a person few
 * mails, so three, but over two weeks: longer than a holiday's full mailbox or an outage.
 */
export const repeatedRefusalPolicy = { refusals: 3, overDays: 14 } as const;

/**
 * The run of refusals that ends an address, oldest first; null where it lives. The newest mails count back to the last one
 * that did not come back, to the last sign of the person, or to a run that was taken back. Only a mailbox's refusals count,
 * one a day: those of the sender, the mail or the network's policy neither count nor break a run.
 */
export function repeatedRefusals(mails: readonly PastMail[], lastSignAt: Instant | null): readonly RunRefusal[] | null {
  const run: RunRefusal[] = [];
  for (const { emailId, bounce, isSpent } of mails.toSorted((a, b) => b.leftAt - a.leftAt)) {
    if (bounce === null || isSpent || (lastSignAt !== null && bounce.at <= lastSignAt)) break;
    if (bounce.type === "soft") run.push({ emailId, at: bounce.at });
  }
  const oldestFirst = run.toSorted((a, b) => a.at - b.at);
  const days = new Set(oldestFirst.map(({ at }) => Math.floor(at / DAY_MS))).size;
  const [first] = oldestFirst;
  const last = oldestFirst.at(-1);
  if (first === undefined || last === undefined || days < repeatedRefusalPolicy.refusals) return null;
  return last.at - first.at >= repeatedRefusalPolicy.overDays * DAY_MS ? oldestFirst : null;
}
