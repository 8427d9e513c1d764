import { needsApproval, type StepOf } from "@haste/engine/sequence";
import type { WrittenEmail } from "@haste/engine/template";
import type { ClaimedEmail } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { EditSeal } from "./ports.ts";
import { countApproved, readApprovals } from "./queries/approvals.ts";

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

/** Where each of these emails stands, by id; nothing is read where no step asks for approval and no rule can. */
export async function standingOf(
  tx: Tx,
  candidates: readonly Candidate[],
  { edits, moderates }: { readonly edits: EditSeal; readonly moderates: boolean },
): Promise<Map<string, Standing>> {
  const asking = candidates.filter(({ step }) => moderates || step.approval !== undefined);
  const standings = new Map<string, Standing>();
  if (asking.length === 0) return standings;
  const steps = asking.map(({ email, step }) => ({ sequenceId: email.sequence_id ?? "", stepId: step.id }));
  const approved = await countApproved(tx, steps);
  const rows = await readApprovals(
    tx,
    asking.map(({ email }) => email.id),
  );
  for (const { email, step } of asking) {
    const row = rows.get(email.id);
    const edited = row?.content == null ? null : await edits.open(tx, email.id, row.content);
    const isApproved = row?.status === "approved";
    const count = approved.get(`${email.sequence_id} ${step.id}`) ?? 0;
    standings.set(email.id, { waits: !isApproved && needsApproval(step.approval, count), isApproved, edited });
  }
  return standings;
}
