import type { SmtpReply } from "@haste/engine/send";
import type { Outcome } from "../provider.ts";
import type { Answer } from "./exchange.ts";

/** Whose turn it is after a refusal: who has to do what. */
export type Fault =
  /** Nothing was taken; it may be tried again. */
  | "later"
  /** The account's owner has to mend its key, its permissions or its settings. */
  | "account"
  /** There is no such address. */
  | "recipient"
  /** This mail as it is. */
  | "content"
  /** It may have been taken. */
  | "unclear";

/** What a provider's own words make of an answer, where its status says too little. */
export interface Reading {
  readonly fault?: Fault;
  readonly words?: string;
  readonly retryAfterMs?: number;
}

/**
 * What a status says about one mail (RFC 9110 §15). 503 says that the request was not handled; any other 5xx may come
 * from a gateway that lost the answer of a server which took the mail.
 */
export function faultOf(status: number): Fault {
  if (status === 503 || later.has(status)) return "later";
  if (status >= 500) return "unclear";
  if (status === 413 || status === 400 || status === 422 || status === 415) return "content";
  return "account";
}

/** Time-out of our request, conflict, too early, too many. */
const later: ReadonlySet<number> = new Set([408, 409, 423, 425, 429]);

/** Said in SMTP's numbers, by which refusals are judged: see `engine/send`. */
const replyOf = {
  later: { code: 451, enhanced: "4.7.0", stage: "connection" },
  account: { code: 535, enhanced: "5.7.8", stage: "connection" },
  recipient: { code: 550, enhanced: "5.1.3", stage: "recipient" },
  content: { code: 554, enhanced: "5.6.0", stage: "content" },
} as const;

/** What is known after an answer that is no success. */
export function refusalOf(answer: Answer, reading: Reading, now: Date): Exclude<Outcome, { kind: "accepted" }> {
  const fault = reading.fault ?? faultOf(answer.status);
  const text = `HTTP ${answer.status} ${reading.words ?? oneLine(answer.body)}`.trim();
  if (fault === "unclear") return { kind: "uncertain", reason: text };
  const { stage, ...reply } = replyOf[fault];
  const retryAfterMs = reading.retryAfterMs ?? retryAfterOf(answer, now);
  return {
    kind: "refused",
    reply: { ...reply, text },
    stage,
    ...(fault === "later" && retryAfterMs !== null ? { retryAfterMs } : {}),
  };
}

const longestRetryAfterMs = 24 * 3_600_000;

/** Seconds or an HTTP date (RFC 9110 §10.2.3); null where it says nothing one can keep to. */
export function retryAfterOf({ headers }: Answer, now: Date): number | null {
  const text = headers["retry-after"]?.trim();
  if (text === undefined || text === "") return null;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longestRetryAfterMs);
}

export function acceptedReply(answer: Answer, words: string): SmtpReply {
  return { code: 250, enhanced: null, text: `HTTP ${answer.status} ${words}`.trim() };
}

/** The JSON of an answer; null where it is none. */
export function jsonOf({ body }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** What stands at a path of a foreign value; null where there is nothing or something else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  let found = value;
  for (const step of path) found = (found as Record<string | number, unknown> | null | undefined)?.[step];
  if (typeof found === "number") return String(found);
  return typeof found === "string" ? oneLine(found) : null;
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, 300);
}
