import type { WorkContext } from "../context/index.ts";
import { insertAuditRow } from "./queries.ts";

/** What was acted on; `id` is null for things without one (the workspace's settings). */
export interface AuditSubject {
  /** The noun in the words of the API: `contact`, `sequence`, `api-key`. */
  readonly kind: string;
  readonly id: string | null;
}

/**
 * Writes the one audit row of a writing use case, in its transaction: what is done is in the log, what is in the log
 * was done. At workspace time, as the customer sees it. `detail` names what changed; never secrets or message content.
 * @param action `<noun>.<past participle>`, such as `contact.created`
 */
export async function audit(
  ctx: WorkContext,
  action: string,
  subject: AuditSubject,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await insertAuditRow(ctx.tx, {
    id: ctx.newId(),
    at: ctx.now,
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action,
    subjectKind: subject.kind,
    subjectId: subject.id,
    detail,
  });
}
