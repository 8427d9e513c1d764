/** Something that keeps a sequence from running, with its place in the sequence as the API shows it. */
export interface SequenceProblem {
  readonly code: SequenceProblemCode;
  /** JSON pointer into the sequence (`/steps/0/content/subject`), or `""` where it stands outside of it. */
  readonly pointer: string;
  /** The step it belongs to, where it belongs to one. */
  readonly stepId?: string;
  /** A sentence for a person: what is wrong, and where it helps, how to mend it. */
  readonly detail: string;
  /** An admin may let it pass: the law or a risk is theirs to judge. Never true for what cannot work at all. */
  readonly overridable: boolean;
}

export type SequenceProblemCode =
  | "no-steps"
  | "broken-step"
  | "broken-rule"
  | "broken-trigger"
  | "unknown-zone"
  | "window-unreachable"
  | "no-sending-account"
  | "pool-paused"
  | "no-postal-address"
  | "no-unsubscribe"
  | "unverified-domain"
  | "insecure-public-url";

/** Worth knowing before people are enrolled; refuses nothing. */
export interface SequenceWarning {
  readonly code: "replies-unread" | "loopback-public-url" | "domain-unchecked" | "no-capacity" | "preflight-findings";
  readonly detail: string;
}
