import type { HistoryEntry } from "@haste/contract/nouns/enrollments";
import { stepAt } from "@haste/engine/sequence";
import { actorCodes } from "@haste/engine/track";
import { loadDefinition } from "../../ledger/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { readHistory } from "./queries/history.ts";
import { readEnrollment } from "./queries/lists.ts";

const mostEntries = 200;
const actors = new Map(Object.entries(actorCodes).map(([name, code]) => [code as number, name]));

/** Everything that happened to one person in a sequence, newest first; what waits stands at the instant it waits for. */
export async function showHistory(ctx: RequestContext, enrollmentId: string) {
  const enrollment = await readEnrollment(ctx.tx, enrollmentId);
  if (enrollment === null) throw new Problem("not_found", { detail: `There is no enrollment ${enrollmentId}.` });
  const definition = await loadDefinition(ctx.tx, enrollment.sequence_id, enrollment.sequence_version);
  const rows = await readHistory(ctx.tx, enrollmentId, mostEntries + 1);
  const shown = rows.slice(0, mostEntries).map((row): HistoryEntry => {
    const step = row.step_id === null ? null : stepAt(definition, row.step_id);
    return {
      at: row.at.toISOString(),
      what: row.what,
      stepId: row.step_id,
      stepNumber: step === null ? null : step.order + 1,
      emailId: row.email_id,
      taskId: row.task_id,
      actor: (row.actor === null ? null : (actors.get(row.actor) ?? null)) as HistoryEntry["actor"],
      detail: row.detail,
    };
  });
  return { data: shown, page: { nextCursor: null, hasMore: rows.length > mostEntries } };
}
