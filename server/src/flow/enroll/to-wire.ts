import type { Enrollment } from "@haste/contract/nouns/enrollments";
import { asInstant } from "@haste/engine/base";
import { viewOf } from "@haste/engine/react";
import { stateOf } from "../../ledger/index.ts";
import type { ListedEnrollment } from "./queries/lists.ts";

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}

export function enrollmentToWire(row: ListedEnrollment, now: Date): Enrollment {
  const isHeld =
    row.status === "active" && row.hold !== null && row.due_at === null && row.email_status !== "scheduled";
  const state = isHeld ? "held" : viewOf(stateOf(row), row.email_status, asInstant(now.getTime()));
  const nextRunAt = row.email_status === "scheduled" ? row.email_send_at : row.due_at;
  return {
    id: row.id,
    sequenceId: row.sequence_id,
    contactId: row.contact_id,
    contact: { id: row.contact_id, email: row.email, firstName: row.first_name, lastName: row.last_name },
    sequence: { id: row.sequence_id, name: row.sequence_name },
    status: row.status,
    state,
    stateReason: reasonOf(row),
    currentStep: row.current_step,
    currentStepId: row.current_step_id,
    sequenceVersion: row.sequence_version,
    nextRunAt: iso(nextRunAt),
    sendingAccountId: row.sending_account_id,
    dealId: row.deal_id,
    context: row.context,
    enrolledAt: row.enrolled_at.toISOString(),
    enrolledBy: row.enrolled_by,
    pauseReason: row.pause_reason,
    resumeAt: iso(row.resume_at),
    completedAt: iso(row.completed_at),
    stoppedAt: iso(row.stopped_at),
    stopReason: row.stop_reason,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

const holds: Readonly<Record<string, string>> = {
  no_account: "no sending account is active",
  account_paused: "the sending account is paused",
  provider_stopped: "complaints stopped the sending account towards their mail provider",
  workday: "the sending window and the account's workday never meet",
  sequence_paused: "the sequence is paused",
};

/** Chance decided it, and no mail of this sequence will ever reach them. */
export const heldOutReason = "held out by chance, to see what happens without mail";

const pauses: Readonly<Record<string, string>> = {
  by_hand: "paused by a person",
  replied: "replied",
  out_of_office: "out of office",
  bounced: "the address bounced",
  refused: "the server refused the mail",
  failed: "the mail could not be sent",
};

function reasonOf(row: ListedEnrollment): string | null {
  if (row.status === "stopped") return row.stop_reason === "held_out" ? heldOutReason : row.stop_reason;
  if (row.status === "paused") return pauses[row.pause_reason ?? ""] ?? row.pause_reason;
  if (row.status === "completed") return null;
  if (row.email_status === "held") return row.email_held_reason;
  if (row.email_status === "uncertain") return "the server hung up after the mail was handed over";
  return row.hold === null || row.due_at !== null ? null : (holds[row.hold] ?? row.hold);
}
