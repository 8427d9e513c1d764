import { addMs, type Instant, MINUTE_MS } from "../base/index.ts";
import { type BounceType, bounceTypeOf, type RefusalStage } from "../track/index.ts";

/** A server's answer: the last line's code, the enhanced code (RFC 3463) where it says one, and its words. */
export interface SmtpReply {
  readonly code: number;
  readonly enhanced: string | null;
  readonly text: string;
}

/** Reads one complete reply, multi-line or not (RFC 5321 §4.2.1). null: not a reply. */
export function readSmtpReply(raw: string): SmtpReply | null {
  const lines = raw.split(/\r?\n|\r/).filter((line) => line !== "");
  const last = /^([2-5]\d\d)(?:[ -]|$)/.exec(lines.at(-1) ?? "");
  if (last?.[1] === undefined) return null;
  const text = lines
    .map((line) => line.replace(/^[2-5]\d\d[ -]?/, "").replace(/^([245]\.\d{1,3}\.\d{1,3})\s+/, ""))
    .join(" ")
    .replace(/[\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 500);
  const enhanced = /^[2-5]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(lines.at(-1) ?? "")?.[1] ?? null;
  return { code: Number(last[1]), enhanced, text };
}

/** What a refusal means: try later, or never again and why. */
export type Refusal = { readonly kind: "later" } | { readonly kind: "never"; readonly bounceType: BounceType };

/** The server does not know us, or not any more (RFC 4954 §6): whatever the stage, no recipient is to blame. */
const notSignedIn: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/**
 * 4xx is tried again, 5xx never (RFC 5321 §4.2.1); `bounceTypeOf` says whose fault a 5xx is. Before RCPT the server has
 * not heard of anybody yet, so it speaks of the sender, unless of the size of the mail.
 */
export function judgeRefusal(reply: SmtpReply, stage: RefusalStage): Refusal {
  if (reply.code < 500) return { kind: "later" };
  if (notSignedIn.has(reply.code)) return { kind: "never", bounceType: "auth" };
  if ((stage === "sender" || stage === "connection") && reply.code !== 552)
    return { kind: "never", bounceType: "auth" };
  return { kind: "never", bounceType: bounceTypeOf(reply, stage) };
}

const retryMinutes = [5, 15, 30, 60, 120, 240, 480];
/** Five days (RFC 5321 §4.5.4.1 asks for at least 4–5). */
const giveUpAfterMs = 5 * 24 * 60 * MINUTE_MS;

/** When a deferred email is tried again; null: it was tried for long enough. */
export function retryAt(attempt: number, firstTriedAt: Instant, now: Instant): Instant | null {
  if (now - firstTriedAt >= giveUpAfterMs) return null;
  return addMs(now, (retryMinutes[Math.min(attempt, retryMinutes.length) - 1] ?? 5) * MINUTE_MS);
}
