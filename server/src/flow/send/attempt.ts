import type { Instant } from "@haste/engine/base";
import type { AttemptRow, NewSignal } from "../../ledger/index.ts";
import type { Job } from "./job.ts";
import type { DialogueTrace, MailConnection } from "./providers/index.ts";

/** The dialogue of one attempt, as it is kept: sealed, because it names people and servers. */
export interface AttemptTrace extends Omit<DialogueTrace, "agoMs"> {
  readonly attempt: number;
  /** When it began, on the workspace's clock. */
  readonly at: Instant;
}

/** What was said so far about this email; null where its provider cannot tell. */
export function traceOf({ email }: Job, connection: MailConnection, now: Instant): AttemptTrace | null {
  const said = connection.trace?.();
  if (said === undefined) return null;
  const { agoMs, ...dialogue } = said;
  return { attempt: email.attempt, at: (now - agoMs) as Instant, ...dialogue };
}

const kept = ["deferred", "bounced", "failed", "uncertain"] as const;

/**
 * What is written of an attempt beside its result. A yes needs no row of its own: its dialogue was stored with the mark,
 * as far as the server's "go ahead", and what came after it is the reply. So a trace of every mail costs a sent one no
 * statement.
 */
export function attemptRow(job: Job, { kind, occurredAt }: NewSignal, trace: AttemptTrace | null): AttemptRow | null {
  const outcome = kept.find((one) => one === kind);
  if (trace === null || outcome === undefined) return null;
  const { email, batch } = job;
  const sealed = batch.seal.sealTrace(email.id, trace);
  return { emailId: email.id, attempt: email.attempt, outcome, at: occurredAt, sealed };
}
