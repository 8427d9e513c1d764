import type { Actor } from "./signals.ts";

/** What is known of a fetch of the pixel or a link, from the request and the email's own history. */
export interface FetchEvidence {
  readonly kind: "opened" | "clicked";
  readonly agent: string;
  /** Milliseconds since the email was handed over; null where that is not recorded yet. */
  readonly sinceSentMs: number | null;
  /** `HEAD`, or a GET that says it only looks ahead (`Purpose: prefetch`, `Sec-Purpose: prefetch`). */
  readonly looksAhead: boolean;
}

export interface Judgement {
  readonly actor: Actor;
  /** The rule that decided, stored with the signal, so that better rules can judge again. */
  readonly rule: string;
}

/** Increased whenever a rule changes what it says of the same evidence. */
export const actorRulesVersion = 1;

const scanners =
  /bot\b|crawl|spider|scan|preview|fetch|proofpoint|mimecast|barracuda|safelinks|symantec|trendmicro|fireeye|messagelabs|urldefense|python-requests|curl\/|wget\/|go-http-client|okhttp|headless/i;
/** Image proxies that fetch when (Gmail, Yahoo) or before (Apple) the mail is opened: who looked cannot be known. */
const imageProxies = /GoogleImageProxy|YahooMailProxy/i;
/** Mail Privacy Protection fetches everything soon after delivery with this bare agent (support.apple.com/HT212756). */
const applePrivacy = /^Mozilla\/5\.0$/;

/** Nobody reads a mail within this of its handing over; servers in front of mailboxes do. */
const tooSoonToOpenMs = 5_000;
const tooSoonToClickMs = 8_000;

/**
 * Human, machine or unknown. Machine needs a reason, human needs the absence of one and a mail client or browser; a
 * fetch through an image proxy is unknown: it counts as an open, and never moves anybody.
 */
export function judgeActor(evidence: FetchEvidence): Judgement {
  if (evidence.looksAhead) return { actor: "machine", rule: "looks-ahead" };
  if (evidence.agent.trim() === "") return { actor: "machine", rule: "no-agent" };
  if (imageProxies.test(evidence.agent)) {
    return isTooSoon(evidence)
      ? { actor: "machine", rule: "proxy-too-soon" }
      : { actor: "unknown", rule: "image-proxy" };
  }
  if (applePrivacy.test(evidence.agent)) return { actor: "machine", rule: "apple-privacy" };
  if (scanners.test(evidence.agent)) return { actor: "machine", rule: "scanner-agent" };
  if (isTooSoon(evidence)) return { actor: "machine", rule: "too-soon" };
  return { actor: "human", rule: "client" };
}

function isTooSoon({ kind, sinceSentMs }: FetchEvidence): boolean {
  if (sinceSentMs === null) return true;
  return sinceSentMs < (kind === "opened" ? tooSoonToOpenMs : tooSoonToClickMs);
}
