import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { touched } from "./activate-sequence.ts";
import { type Draft, lockDraft } from "./draft.ts";
import type { SequencePorts } from "./ports.ts";
import { updateSequence } from "./queries/sequences.ts";

/** Closes a sequence to new people; it is completed as soon as nobody is on the way. A closed one stays as it is. */
export async function completeSequence(ctx: WorkContext, ports: SequencePorts, id: string): Promise<Draft> {
  const { sequence, steps } = await lockDraft(ctx.tx, { id });
  if (sequence.status === "draft") {
    throw new Problem("invalid_status", {
      detail: "A draft takes nobody in, so there is nothing to close.",
      fix: "Activate it first, or delete it.",
    });
  }
  if (sequence.closedAt !== null) return { sequence, steps };
  const after = touched(ctx, { ...sequence, closedAt: ctx.now });
  await updateSequence(ctx.tx, after);
  await audit(ctx, "sequence.closed", { kind: "sequence", id }, { onTheWay: sequence.onTheWay });
  await ports.ledger.sequenceChanged(ctx, id);
  return { sequence: after, steps };
}
