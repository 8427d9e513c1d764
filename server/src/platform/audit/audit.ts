import type { AuditNote, WorkContext } from "../context/index.ts";
import { insertAuditRows } from "./queries.ts";
import { sealNote } from "./seal-note.ts";

/** What was acted on; `id` is null for things without one (the workspace's settings). */
export interface AuditSubject {
  /** The noun in the words of the API: `contact`, `sequence`, `api-key`. */
  readonly kind: string;
  readonly id: string | null;
}

/**
 * Tells the audit log what a writing use case did, in its transaction: what is done is in the log, what is in the log
 * was done. At workspace time, as the customer sees it. `detail` names what changed; never secrets or message content.
 * Whoever is erased takes the details about them along, so nothing of a person belongs into `action`.
 * @param action `<noun>.<past participle>`, such as `contact.created`
 */
export async function audit(
  ctx: WorkContext,
  action: string,
  subject: AuditSubject,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const note: AuditNote = { id: ctx.newId(), at: ctx.now, action, subject, detail };
  if (ctx.auditTrail === undefined) await writeNotes(ctx, [note]);
  else ctx.auditTrail.push(note);
}

/** Writes notes as they are, in one statement. */
export async function writeNotes(ctx: WorkContext, notes: readonly AuditNote[]): Promise<void> {
  if (notes.length > 0) await insertAuditRows(ctx, notes.map(sealNote));
}
