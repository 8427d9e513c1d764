import type { Instant } from "@haste/engine/base";
import type { AttemptRow, NewSignal } from "../../ledger/index.ts";
import type { Job } from "./job.ts";
import type { AttemptTrace } from "./kept.ts";
import type { MailConnection } from "./providers/index.ts";

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

/** What the server said last before it fell silent, for whoever has to judge whether the email left. */
export function withLastWords(signal: NewSignal, trace: AttemptTrace | null): NewSignal {
  const last = trace?.lines.findLast(([, by]) => by === "server")?.[2];
  return signal.kind !== "uncertain" || last === undefined
    ? signal
    : { ...signal, meta: { ...signal.meta, reply: last.replaceAll(/\s+/g, " ") } };
}
