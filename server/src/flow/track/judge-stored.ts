import { actorRulesVersion } from "@haste/engine/track";
import { z } from "zod";
import { judgeEmailsAgain, momentOf, nextOldVerdicts } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import { accepted, type RequestContext } from "../../platform/http/index.ts";
import { defineJob, startJob } from "../../platform/jobs/index.ts";

const kind = "judge-visits";
/** Visits looked at in one transaction; their emails stand under lock as long as it lasts. */
const visitsPerBatch = 500;

interface Checkpoint {
  readonly after: { readonly at: string; readonly id: string } | null;
  readonly visits: number;
  readonly changed: number;
}

const beginning: Checkpoint = { after: null, visits: 0, changed: 0 };

/**
 * Judges every stored open and click by today's rules, the oldest first. Counters and rollups follow in the transaction
 * of each change; whom a verdict of before has moved stays where they are, since nobody can un-send what that led to.
 */
export const judgeJob = defineJob({
  kind,
  input: z.object({}),
  async run(job) {
    let at = (job.before.checkpoint as Checkpoint | null) ?? beginning;
    for (;;) {
      const next = await job.batch(async (ctx) => {
        const { tx } = ctx;
        const old = await nextOldVerdicts(tx, { after: at.after, rules: actorRulesVersion, limit: visitsPerBatch });
        const judged =
          old === null ? { visits: 0, changed: 0 } : await judgeEmailsAgain(tx, old.emailIds, momentOf(ctx));
        const visits = at.visits + judged.visits;
        const changed = at.changed + judged.changed;
        const checkpoint: Checkpoint = { after: old?.place ?? at.after, visits, changed };
        await job.saveProgress(tx, { done: visits, checkpoint, counts: { visits, changed } });
        return old === null ? null : checkpoint;
      });
      if (next === null) return;
      at = next;
    }
  },
});

export async function startJudging(ctx: RequestContext) {
  const job = await startJob(ctx, { kind, input: {} });
  await audit(ctx, "tracking.judged-again", { kind: "settings", id: null }, { rules: actorRulesVersion });
  return accepted(`/jobs/${job.id}`, job);
}
