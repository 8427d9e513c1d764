import { addMs, type Instant, MINUTE_MS } from "../base/index.ts";

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

const retryMinutes = [5, 15, 30, 60, 120, 240, 480];
/** Five days (RFC 5321 §4.5.4.1 asks for at least 4–5). */
const giveUpAfterMs = 5 * 24 * 60 * MINUTE_MS;

/**
 * When a deferred email is tried again; null: it was tried for long enough.
 * @param waitMs how much later the server wants to be asked, where it says so: never sooner
 */
export function retryAt(
  attempt: number,
  firstTriedAt: Instant,
  now: Instant,
  waitMs: number | null = null,
): Instant | null {
  if (now - firstTriedAt >= giveUpAfterMs) return null;
  const pauseMs = (retryMinutes[Math.min(attempt, retryMinutes.length) - 1] ?? 5) * MINUTE_MS;
  return addMs(now, Math.max(pauseMs, waitMs ?? 0));
}
