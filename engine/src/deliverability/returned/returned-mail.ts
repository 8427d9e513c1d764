import type { Ask } from "../dns.ts";
import type { HeaderField, Receiver } from "./receiver.ts";

/** A signature of a mail that came back, tried against the key its domain publishes. */
export interface Signature {
  readonly domain: string;
  readonly selector: string;
  /** `altered`: the key is there, and the mail is not what was signed. `unknown`: no name server answered. */
  readonly state: "passed" | "altered" | "failed" | "unknown";
  /** Why it does not hold. */
  readonly reason: string | null;
  /** Names of the fields it covers, lower case. */
  readonly covers: readonly string[];
}

/** A mail of ours as it lies in a mailbox. */
export interface ReturnedMail {
  /** The domain its reader sees in From. */
  readonly author: string;
  /** Topmost first. */
  readonly fields: readonly HeaderField[];
  /** null: too large, or nobody looked. */
  readonly signatures: readonly Signature[] | null;
  readonly receiver: Receiver;
  /** Sender and mailbox are at one host, which treats such mail as its own and not as others would. */
  readonly isNear: boolean;
}

export interface Proof {
  readonly kind: "dkim" | "spf" | "dmarc" | "one-click" | "tls";
  /** `unknown`: nobody said, or what was said proves nothing; never a failure. */
  readonly state: "passed" | "warning" | "failed" | "unknown";
  /** What the mail carries, as it stands there. */
  readonly found: string;
  /** What should stand there; null where that does. */
  readonly expected: string | null;
  readonly detail: string;
  readonly fix: string | null;
}

export interface ReturnedReading {
  /** Under what name the receiver speaks; null: it says nothing. */
  readonly receiver: string | null;
  readonly proofs: readonly Proof[];
  /** What it tells of the account; null: nothing. */
  readonly spf: boolean | null;
  readonly dkim: boolean | null;
  readonly dmarc: boolean | null;
}

/** A mail and whom to ask about the domains it names. */
export interface Judging {
  readonly mail: ReturnedMail;
  readonly ask: Ask;
}
