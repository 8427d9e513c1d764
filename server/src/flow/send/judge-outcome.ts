import { asInstant, type Instant, MINUTE_MS } from "@haste/engine/base";
import { judgeReply, retryAt } from "@haste/engine/send";
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
      const { means, waitMs: saidMs } = judgeReply(outcome.reply, outcome.stage);
      // An API says it in a header (`Retry-After`), a mail server in words.
      const waitMs = laterOf(saidMs, outcome.retryAfterMs ?? null);
      const reply = wordsOf(outcome.reply);
      switch (means.kind) {
        case "retry": {
          const again = retryAt(email.attempt, asInstant(email.first_tried_at.getTime()), now, waitMs);
          if (again === null)
            return { signal: { ...base, kind: "failed", meta: { reply, reason: "gave_up" } }, accountFault: null };
          const pace =
            means.pace === "slower" ? { pace: "slower" as const, ...(waitMs === null ? {} : { waitMs }) } : {};
          return {
            signal: { ...base, kind: "deferred", meta: { reply, retryAt: again, ...pace } },
            accountFault: null,
          };
        }
        // The account is refused, or not trusted: nobody's address is to blame, and more mail would make it worse (B16).
        case "stop_account":
        case "sender_authentication": {
          // Not at once: until the account is paused, the lane would go on knocking.
          const meta = { reply, retryAt: (now + brokenConnectionMs) as Instant };
          return { signal: { ...base, kind: "deferred", meta }, accountFault: reply };
        }
        case "uncertain":
          return { signal: { ...base, kind: "uncertain", meta: { reason: reply } }, accountFault: null };
        default:
          return {
            signal: { ...base, kind: "bounced", meta: { reply, bounceType: means.bounceType } },
            accountFault: null,
          };
      }
    }
  }
}

function laterOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function wordsOf(reply: { code: number; enhanced: string | null; text: string }): string {
  return [reply.code, reply.enhanced, reply.text].filter((part) => part !== null && part !== "").join(" ");
}
