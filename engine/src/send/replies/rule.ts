import type { BounceType, RefusalStage } from "../../track/index.ts";

/** What a server's no means for what happens next. */
export type Meaning =
  /** Nothing is wrong with the mail or its people: later. `slower`: the provider finds this sender too fast. */
  | { readonly kind: "retry"; readonly pace: "as_before" | "slower" }
  /** This one recipient cannot or must not get it. `hard`: the address is dead; nothing else says so. */
  | { readonly kind: "stop_contact"; readonly bounceType: Extract<BounceType, "hard" | "soft" | "block" | "unknown"> }
  /** Our own server does not let the account send (password, quota, blocked): more mail would get the same answer. */
  | { readonly kind: "stop_account" }
  /** The recipient's side does not trust that the mail is ours: SPF, DKIM, DMARC, reverse DNS, a listed address. */
  | { readonly kind: "sender_authentication" }
  /** This text or its form is refused: `block` as spam or by policy, `content` for its form or size. */
  | { readonly kind: "content"; readonly bounceType: Extract<BounceType, "block" | "content"> }
  /** It says neither yes nor no. */
  | { readonly kind: "uncertain" };

/** One row of the table: every part that is given has to fit. */
export interface ReplyRule {
  readonly name: string;
  /** Where the meaning stands. */
  readonly source: string;
  /** From and to, both included. */
  readonly code?: readonly [from: number, to: number];
  readonly enhanced?: RegExp;
  readonly text?: RegExp;
  readonly stages?: readonly RefusalStage[];
  readonly means: Meaning;
}

export const retry: Meaning = { kind: "retry", pace: "as_before" };
export const slower: Meaning = { kind: "retry", pace: "slower" };
export const addressDead: Meaning = { kind: "stop_contact", bounceType: "hard" };
export const mailboxFull: Meaning = { kind: "stop_contact", bounceType: "soft" };
export const contactRefused: Meaning = { kind: "stop_contact", bounceType: "block" };
export const contactUnknown: Meaning = { kind: "stop_contact", bounceType: "unknown" };
export const accountStopped: Meaning = { kind: "stop_account" };
export const senderUntrusted: Meaning = { kind: "sender_authentication" };
export const spam: Meaning = { kind: "content", bounceType: "block" };
export const malformed: Meaning = { kind: "content", bounceType: "content" };

export const temporary = [400, 499] as const;
export const permanent = [500, 599] as const;
