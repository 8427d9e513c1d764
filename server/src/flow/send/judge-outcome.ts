import { asInstant, type Instant, MINUTE_MS } from "@haste/engine/base";
import { judgeRefusal, retryAt } from "@haste/engine/send";
import type { ClaimedEmail, NewSignal } from "../../ledger/index.ts";
import type { Outcome } from "./providers/index.ts";

/** The signal an outcome becomes, and whether the account itself is what the server refused. */
export interface Judged {
  readonly signal: NewSignal;
  readonly accountFault: string | null;
}

/** A connection that broke early is tried again after this long. */
const brokenConnectionMs = MINUTE_MS;

export function judgeOutcome(
  email: ClaimedEmail,
  claimId: string,
  outcome: Exclude<Outcome, { kind: "withheld" }>,
  now: Instant,
): Judged {
  const base = {
    actor: "machine",
    occurredAt: now,
    emailId: email.id,
    contactId: email.contact_id,
    enrollmentId: email.enrollment_id,
    link: null,
    key: null,
    claimId,
  } as const;
  switch (outcome.kind) {
    case "accepted": {
      const { reply, providerMessageId } = outcome;
      const meta = { reply: wordsOf(reply), ...(providerMessageId === null ? {} : { providerMessageId }) };
      return { signal: { ...base, kind: "sent", meta }, accountFault: null };
    }
    case "uncertain":
      return { signal: { ...base, kind: "uncertain", meta: { reason: outcome.reason } }, accountFault: null };
    case "unsent": {
      const meta = { reply: outcome.reason, retryAt: (now + brokenConnectionMs) as Instant };
      return { signal: { ...base, kind: "deferred", meta }, accountFault: null };
    }
    case "refused": {
      const refusal = judgeRefusal(outcome.reply, outcome.stage);
      const reply = wordsOf(outcome.reply);
      if (refusal.kind === "later") {
        const again = againAt(email, outcome.retryAfterMs ?? 0, now);
        if (again === null)
          return { signal: { ...base, kind: "failed", meta: { reply, reason: "gave_up" } }, accountFault: null };
        return { signal: { ...base, kind: "deferred", meta: { reply, retryAt: again } }, accountFault: null };
      }
      // The server does not trust the sender: nobody's address is to blame, and more mail would make it worse (B16).
      if (refusal.bounceType === "auth") {
        return { signal: { ...base, kind: "deferred", meta: { reply, retryAt: now } }, accountFault: reply };
      }
      return {
        signal: { ...base, kind: "bounced", meta: { reply, bounceType: refusal.bounceType } },
        accountFault: null,
      };
    }
  }
}

/** Not before the server wants to hear of us again. */
function againAt(email: ClaimedEmail, retryAfterMs: number, now: Instant): Instant | null {
  const again = retryAt(email.attempt, asInstant(email.first_tried_at.getTime()), now);
  return again === null ? null : asInstant(Math.max(again, now + retryAfterMs));
}

function wordsOf(reply: { code: number; enhanced: string | null; text: string }): string {
  return [reply.code, reply.enhanced, reply.text].filter((part) => part !== null && part !== "").join(" ");
}
