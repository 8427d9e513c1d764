import { needsApproval, type StepOf } from "@haste/engine/sequence";
import type { WrittenEmail } from "@haste/engine/template";
import type { ClaimedEmail } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { EditSeal } from "./ports.ts";
import { countApproved, readApprovals } from "./queries/approvals.ts";

/** Said of an email whose step asks for every approval. */
export const stepAsks = "It waits until somebody approves it.";

/** Where one email stands. */
export interface Standing {
  /** Somebody has to approve it first. */
  readonly waits: boolean;
  /** Somebody did. */
  readonly isApproved: boolean;
  /** What was written for this person instead of the step's words. */
  readonly edited: WrittenEmail | null;
}

export const free: Standing = { waits: false, isApproved: false, edited: null };

/** An email with its step. */
export interface Candidate {
  readonly email: ClaimedEmail;
  readonly step: StepOf<"email">;
}

/**
 * Where each of these emails stands, by id. Whatever asked for one once, somebody may have approved it in other words since; so
 * what was decided is read of all.
 */
export async function standingOf(
  tx: Tx,
  candidates: readonly Candidate[],
  edits: EditSeal,
): Promise<Map<string, Standing>> {
  const rows = await readApprovals(
    tx,
    candidates.map(({ email }) => email.id),
  );
  const asking = candidates.filter(({ step }) => step.approval !== undefined);
  const steps = asking.map(({ email, step }) => ({ sequenceId: email.sequence_id ?? "", stepId: step.id }));
  const approved = steps.length === 0 ? new Map<string, number>() : await countApproved(tx, steps);
  const standings = new Map<string, Standing>();
  for (const { email, step } of candidates) {
    const row = rows.get(email.id);
    if (row === undefined && step.approval === undefined) continue;
    const edited = row?.content == null ? null : await edits.open(tx, email.id, row.content);
    const isApproved = row?.status === "approved";
    const count = approved.get(`${email.sequence_id} ${step.id}`) ?? 0;
    standings.set(email.id, { waits: !isApproved && needsApproval(step.approval, count), isApproved, edited });
  }
  return standings;
}
