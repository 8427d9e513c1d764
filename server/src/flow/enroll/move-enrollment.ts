import { asInstant } from "@haste/engine/base";
import { changePeople, momentOf } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";

export interface MoveInput {
  readonly id: string;
  readonly stepId: string;
  /** Null: now. */
  readonly dueAt: string | null;
}

/** Puts one person before another step of their version, forward or back. */
export async function moveEnrollment(ctx: WorkContext, { id, stepId, dueAt }: MoveInput): Promise<void> {
  const at = asInstant(dueAt === null ? ctx.now.getTime() : Date.parse(dueAt));
  const move = { do: "move", stepId, dueAt: at } as const;
  const { changed, ended, elsewhere } = await changePeople(ctx.tx, [id], move, momentOf(ctx));
  if (ended.length > 0) {
    throw new Problem("invalid_status", {
      detail: "The enrollment is over.",
      fix: "Enroll the contact again to begin a new episode.",
    });
  }
  if (elsewhere.length > 0) {
    const detail = "The version this person is in has no such step.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/stepId", code: "not_found", detail }] });
  }
  if (changed.length === 0) throw new Problem("not_found", { detail: `There is no enrollment ${id}.` });
  await audit(ctx, "enrollment.moved", { kind: "enrollment", id }, { stepId, dueAt });
}
