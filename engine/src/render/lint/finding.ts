/** What a check of an email finds. */
import type { EmailPart } from "../compile.ts";

/** `error` keeps a mail from doing its work, `warning` costs it readers, `notice` is worth a look. */
export type Severity = "error" | "warning" | "notice";

export interface Finding {
  /** The rule that found it: `dead-link`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly place: {
    readonly part: EmailPart;
    /** From 1; null where it is about the part as a whole. */
    readonly line: number | null;
    readonly column: number | null;
  };
  /** What is wrong here. */
  readonly detail: string;
  /** Why that matters. */
  readonly why: string;
  readonly fix: string;
  /** Who says so; null where it follows from the mail itself. */
  readonly source: string | null;
}

/** A finding before its rule signs it. */
export interface Found {
  readonly part: EmailPart;
  /** Offset in the source of the part; absent: the part as a whole. */
  readonly at?: number;
  readonly detail: string;
  readonly fix: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly why?: string;
}
