import type { Endpoints } from "@haste/contract/endpoints";
import type { Condition } from "@haste/engine/condition";
import { standing } from "@haste/engine/enroll";
import { z } from "zod";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { accepted, type InputOf, type RequestContext } from "../../platform/http/index.ts";
import { defineJob, type JobRun, startJob } from "../../platform/jobs/index.ts";
import { beginning, type ChoicePlace, checkChoice, filterMeant, nextChosen } from "./choose-contacts.ts";
import { addCounts } from "./counts.ts";
import { type EnrollOutcome, enrollContacts, openDefinition } from "./enroll-contacts.ts";
import { judgeContacts } from "./judge-contacts.ts";

const JobInput = z.object({
  sequenceId: z.uuid(),
  contactIds: z.array(z.uuid()).nullable(),
  filter: z
    .object({
      q: z.string().optional(),
      companyId: z.uuid().optional(),
      // Judged when the job was asked for.
      condition: z.custom<Condition>().optional(),
    })
    .nullable(),
  importId: z.uuid().nullable().default(null),
  context: z.record(z.string(), z.unknown()).default({}),
  sendingAccountId: z.uuid().nullable(),
  override: z.array(z.string()),
  dryRun: z.boolean(),
});
type JobInput = z.output<typeof JobInput>;

export async function enrollMany(
  ctx: RequestContext,
  { params, body }: InputOf<Endpoints["POST /sequences/:id/enroll/bulk"]>,
) {
  const input: JobInput = {
    sequenceId: params.id,
    contactIds: body.contactIds ?? null,
    filter: await filterMeant(ctx, body),
    importId: body.importId ?? null,
    context: body.context ?? {},
    sendingAccountId: body.sendingAccountId ?? null,
    override: body.override ?? [],
    dryRun: body.dryRun ?? false,
  };
  await openDefinition(ctx, params.id);
  await checkChoice(ctx, input);
  const total = body.contactIds?.length;
  const job = await startJob(ctx, { kind: "enroll", input, ...(total === undefined ? {} : { total }) });
  if (!input.dryRun)
    await audit(
      ctx,
      "enrollment.bulk_started",
      { kind: "sequence", id: params.id },
      { jobId: job.id, people: total ?? null, segmentId: body.segmentId ?? null, override: input.override },
    );
  return accepted(`/jobs/${job.id}`, job);
}

/** Enrolls (or only judges) batch after batch, each with its progress in one transaction, so a crash repeats nobody. */
export const enrollJob = defineJob({
  kind: "enroll",
  input: JobInput,
  async run(job) {
    let at = (job.before.checkpoint as ChoicePlace | null) ?? beginning;
    let done = job.before.done;
    let counts: Record<string, number> = { ...job.before.counts };
    for (let isLast = false; !isLast; ) {
      isLast = await job.batch(async (ctx) => {
        const { ids, isLast: isEnd, ...next } = await nextChosen(ctx, job.input, at);
        const { rows, added } = await handle(ctx, job, ids);
        counts = addCounts(counts, added);
        done += ids.length;
        at = next;
        await job.saveProgress(ctx.tx, { done, counts, checkpoint: at, ...(rows === null ? {} : { rows }) });
        return isEnd;
      });
    }
  },
});

async function handle(ctx: WorkContext, job: JobRun<JobInput>, ids: readonly string[]) {
  const { input } = job;
  if (input.dryRun) {
    const definition = await openDefinition(ctx, input.sequenceId);
    const judged = await judgeContacts(ctx, { ...input, definition, contactIds: ids });
    const rows = verdicts(ids, { judged, enrolled: new Map(), missing: [] }, input.override);
    return { rows, added: countVerdicts(rows) };
  }
  const outcome = await enrollContacts(ctx, { ...input, contactIds: ids, jobId: job.id });
  const rows = verdicts(ids, outcome, input.override);
  return { rows: null, added: countVerdicts(rows) };
}

interface VerdictRow {
  contactId: string;
  /** Null where the contact is gone. */
  email: string | null;
  verdict: "enrolled" | "ready" | "refused" | "missing";
  guards: { code: string; overridable: boolean; detail: string }[];
  [key: string]: unknown;
}

function verdicts(ids: readonly string[], outcome: EnrollOutcome, override: readonly string[]): VerdictRow[] {
  return ids.map((contactId) => {
    const judged = outcome.judged.get(contactId);
    if (judged === undefined) return { contactId, email: null, verdict: "missing", guards: [] };
    const { email } = judged.row;
    const guards = standing(judged.guards, override);
    if (guards.length > 0) return { contactId, email, verdict: "refused", guards };
    const verdict = outcome.enrolled.has(contactId) ? "enrolled" : "ready";
    return { contactId, email, verdict, guards: [...judged.guards] };
  });
}

/** Verdicts, and each refusal under its first and hardest guard. */
function countVerdicts(rows: readonly VerdictRow[]): Record<string, number> {
  let counts: Record<string, number> = {};
  for (const row of rows) {
    counts = addCounts(counts, { [row.verdict]: 1 });
    const [guard] = row.guards;
    if (row.verdict === "refused" && guard !== undefined) counts = addCounts(counts, { [guard.code]: 1 });
  }
  return counts;
}
