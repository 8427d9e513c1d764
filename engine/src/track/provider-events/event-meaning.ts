import type { Actor } from "../actor.ts";
import { type BounceReasonName, bounceReasons } from "../bounce-reasons.ts";
import { type Refusal, readRefusal } from "../inbound-refusal.ts";
import { refusalStageIn } from "../refusal-stage.ts";
import type { SignalKind, SignalMeta } from "../signals.ts";
import type { ProviderEvent, RejectReason } from "./provider-event.ts";

/** What an event means to the email it speaks of. */
export interface EventMeaning {
  readonly kind: Extract<SignalKind, "sent" | "delivered" | "bounced" | "complained" | "unsubscribed">;
  readonly actor: Actor;
  readonly meta: SignalMeta;
}

/**
 * What follows from an event. Whatever a service says of a mail proves that it took it, so an uncertain email is settled
 * by any of them; more follows only from an end:
 *
 * - `deferred` moves nothing: the service tries again, and were it ours to try again, the mail would go out twice.
 * - opens and clicks count nothing: our own pixel and links count them, with who did it; a service's say so again, for
 *   scanners too (RFC 8058 presses, proxies). We switch them off where the service lets us.
 * - an automatic answer arrives in the inbox, and says there until when.
 * - `rejected` and `failed` are bounces: the mail will not arrive. Where the service refuses because the person asked it
 *   to leave them alone, that wish holds here too.
 */
export function meaningOf(event: ProviderEvent): EventMeaning[] {
  switch (event.kind) {
    case "queued":
    case "sent":
    case "deferred":
    case "opened":
    case "clicked":
    case "autoresponded":
      return [{ kind: "sent", actor: "machine", meta: {} }];
    case "delivered":
      return [{ kind: "delivered", actor: "machine", meta: {} }];
    case "bounced":
    case "rejected":
    case "failed":
      return [bounceOf(event), ...wishOf(event)];
    case "complained":
      return [{ kind: "complained", actor: "human", meta: {} }];
    case "unsubscribed":
      return [{ kind: "unsubscribed", actor: "human", meta: { by: "provider" } }];
    default:
      return [];
  }
}

function wishOf({ kind, rejectReason }: ProviderEvent): EventMeaning[] {
  const asked = kind === "rejected" && (rejectReason === "unsubscribed" || rejectReason === "spam");
  return asked ? [{ kind: "unsubscribed", actor: "human", meta: { by: "provider" } }] : [];
}

function bounceOf(event: ProviderEvent): EventMeaning {
  const { reason, bounceType } = refusalOf(event);
  const said = (event.reply || event.description || "").replaceAll(/\s+/g, " ").trim().slice(0, 500);
  const meta = { bounceType, reason, ...(said === "" ? {} : { reply: said }) };
  return { kind: "bounced", actor: "machine", meta };
}

/**
 * Why it came back: the word of the service's own table where it has one of one meaning, then the server's words and
 * numbers by the same rules as any report, then the service's coarse word. A service that calls a refusal passing is
 * believed: no address dies of it (B16). One that calls it final without saying why proves no dead address either.
 */
export function refusalOf(event: ProviderEvent): Refusal {
  if (event.reason !== null) return { reason: event.reason, bounceType: bounceReasons[event.reason].type };
  const words = event.reply || event.description || "";
  const code = event.code === null || /(?<![\d.])[45]\d\d(?![\d.])/.test(words) ? "" : `${event.code} `;
  const said = `${code}${words}`.replaceAll(/\s+/g, " ").slice(0, mostCharacters);
  const read = readRefusal({ said, status: event.status, stage: refusalStageIn(said) });
  const reason = read.reason === "unknown" ? coarse[event.rejectReason ?? "other"] : read.reason;
  const bounceType = read.reason === "unknown" ? bounceReasons[reason].type : read.bounceType;
  return { reason, bounceType: event.isFinal === false && bounceType === "hard" ? "soft" : bounceType };
}

const mostCharacters = 2_000;

const coarse: Readonly<Record<RejectReason, BounceReasonName>> = {
  invalid: "no_mailbox",
  bounced: "unknown",
  timed_out: "unreachable",
  blocked: "policy",
  spam: "policy",
  unsubscribed: "policy",
  other: "unknown",
};
