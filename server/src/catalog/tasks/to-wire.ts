import type { Task } from "@haste/contract/nouns/tasks";
import { fillText, type PersonalizationContext, sayRefusal } from "@haste/engine/render";
import type { ShownTask } from "./queries/tasks.ts";

export function taskToWire(row: ShownTask): Task {
  return {
    id: row.id,
    kind: row.kind,
    ...wordsOf(row),
    status: row.status,
    due: row.due,
    waiting: row.waits_for === null ? null : { reason: row.waits_for, until: iso(row.waits_until) },
    outcome: row.outcome,
    remark: row.remark,
    contactId: row.contact_id,
    contact: {
      id: row.contact_id,
      email: row.email,
      firstName: row.first_name,
      lastName: row.last_name,
      title: row.job_title,
      timezone: row.timezone,
      companyName: row.company_name,
    },
    ownerId: row.owner_id,
    owner: row.owner_id === null || row.owner_name === null ? null : { id: row.owner_id, name: row.owner_name },
    enrollmentId: row.enrollment_id,
    sequenceId: row.sequence_id,
    sequence:
      row.sequence_id === null || row.sequence_name === null ? null : { id: row.sequence_id, name: row.sequence_name },
    stepId: row.step_id,
    isAwaited: row.is_awaited,
    dueAt: iso(row.due_at),
    completedAt: iso(row.completed_at),
    completedBy: row.completed_by,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function iso(at: Date | null): string | null {
  return at === null ? null : at.toISOString();
}

/**
 * The words of a task, filled each time they are shown: a name that was corrected since is right at once. What cannot be
 * filled stands as it was written, with what is missing beside it; the work itself can be done all the same.
 */
export function wordsOf(row: ShownTask): Pick<Task, "title" | "notes" | "problem"> {
  const context = contextOf(row);
  const title = fillText(row.title, context);
  const notes = row.notes === null ? null : fillText(row.notes, context);
  const refused = [title, notes].find((filled) => filled !== null && !filled.ok);
  return {
    title: title.ok ? title.value : row.title,
    notes: notes?.ok ? notes.value : row.notes,
    problem: refused == null || refused.ok ? null : sayRefusal(refused.error),
  };
}

export function contextOf(row: ShownTask): PersonalizationContext {
  return {
    contact: {
      email: row.email,
      firstName: row.first_name,
      lastName: row.last_name,
      title: row.job_title,
      timezone: row.timezone,
      customFields: row.contact_fields,
    },
    company:
      row.company_name === null
        ? null
        : {
            name: row.company_name,
            domain: row.company_domain,
            industry: row.company_industry,
            customFields: row.company_fields ?? {},
          },
    deal:
      row.deal_name === null
        ? null
        : {
            name: row.deal_name,
            stage: row.deal_stage ?? "",
            amount: row.deal_amount,
            currency: row.deal_currency,
            customFields: row.deal_fields ?? {},
          },
    sender: { name: row.sender_name ?? "", email: row.sender_email ?? "", signature: null },
    sequence: { name: row.sequence_name ?? "" },
    customData: row.context ?? {},
    postalAddress: "",
  };
}
