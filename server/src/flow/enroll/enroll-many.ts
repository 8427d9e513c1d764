import type { Endpoints } from "@haste/contract/endpoints";
import { standing } from "@haste/engine/enroll";
import { z } from "zod";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { accepted, type InputOf, type RequestContext } from "../../platform/http/index.ts";
import { defineJob, type JobRun, startJob } from "../../platform/jobs/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { type EnrollOutcome, enrollContacts, openDefinition } from "./enroll-contacts.ts";
import { judgeContacts } from "./judge-contacts.ts";
import { readFilteredContactIds } from "./queries/facts.ts";

const JobInput = z.object({
  sequenceId: z.uuid(),
  contactIds: z.array(z.uuid()).nullable(),
  filter: z.object({ q: z.string().optional(), companyId: z.uuid().optional() }).nullable(),
  sendingAccountId: z.uuid().nullable(),
  override: z.array(z.string()),
  dryRun: z.boolean(),
});
type JobInput = z.output<typeof JobInput>;

const batchSize = 500;
const firstId = "00000000-0000-0000-0000-000000000000";

export async function enrollMany(
  ctx: RequestContext,
  { params, body }: InputOf<Endpoints["POST /sequences/:id/enroll/bulk"]>,
) {
  if ((body.contactIds === undefined) === (body.filter === undefined)) {
    throw new Problem("invalid_request", {
      detail: "Say whom to enroll: either contactIds or filter.",
      errors: [{ pointer: "/contactIds", code: "required", detail: "contactIds or filter, one of them" }],
    });
  }
  await openDefinition(ctx, params.id);
  const input: JobInput = {
    sequenceId: params.id,
    contactIds: body.contactIds ?? null,
    filter: body.filter ?? null,
    sendingAccountId: body.sendingAccountId ?? null,
    override: body.override ?? [],
    dryRun: body.dryRun ?? false,
  };
  const total = body.contactIds?.length;
  const job = await startJob(ctx, { kind: "enroll", input, ...(total === undefined ? {} : { total }) });
  if (!input.dryRun)
    await audit(
      ctx,
      "enrollment.bulk_started",
      { kind: "sequence", id: params.id },
      { jobId: job.id, people: total ?? null },
    );
  return accepted(`/jobs/${job.id}`, job);
}

interface Checkpoint {
  readonly after: string;
  readonly position: number;
}

/** Enrolls (or only judges) batch after batch, each with its progress in one transaction, so a crash repeats nobody. */
export const enrollJob = defineJob({
  kind: "enroll",
  input: JobInput,
  async run(job) {
    let { after, position } = (job.before.checkpoint as Checkpoint | null) ?? { after: firstId, position: 0 };
    let done = job.before.done;
    let counts: Record<string, number> = { ...job.before.counts };
    for (;;) {
      const ended = await job.batch(async (ctx) => {
        const ids = await nextIds(ctx, job.input, { after, position });
        if (ids.length === 0) return true;
        const { rows, added } = await handle(ctx, job, ids);
        counts = addCounts(counts, added);
        done += ids.length;
        position += ids.length;
        after = ids.at(-1) ?? after;
        await job.saveProgress(ctx.tx, {
          done,
          counts,
          checkpoint: { after, position },
          ...(rows === null ? {} : { rows }),
        });
        return false;
      });
      if (ended) return;
    }
  },
});

async function nextIds(ctx: WorkContext, input: JobInput, at: Checkpoint): Promise<readonly string[]> {
  if (input.contactIds !== null) return input.contactIds.slice(at.position, at.position + batchSize);
  return filteredContactIds(ctx, input.filter ?? {}, { afterId: at.after, limit: batchSize });
}

/** The next contacts a filter names, in id order. */
export function filteredContactIds(
  ctx: WorkContext,
  { q, companyId }: NonNullable<JobInput["filter"]>,
  page: { readonly afterId: string; readonly limit: number },
): Promise<string[]> {
  const prefix = q?.trim().toLowerCase() || null;
  return readFilteredContactIds(ctx.tx, { prefix, companyId: companyId ?? null }, page);
}

async function handle(ctx: WorkContext, job: JobRun<JobInput>, ids: readonly string[]) {
  const { input } = job;
  if (input.dryRun) {
    const judged = await judgeContacts(ctx, input.sequenceId, ids);
    const rows = verdicts(ids, { judged, enrolled: new Map(), missing: [] }, input.override);
    return { rows, added: countVerdicts(rows) };
  }
  const outcome = await enrollContacts(ctx, { ...input, contactIds: ids, context: {} });
  const rows = verdicts(ids, outcome, input.override);
  return { rows: null, added: countVerdicts(rows) };
}

interface VerdictRow {
  contactId: string;
  verdict: "enrolled" | "ready" | "refused" | "missing";
  guards: { code: string; overridable: boolean; detail: string }[];
  [key: string]: unknown;
}

function verdicts(ids: readonly string[], outcome: EnrollOutcome, override: readonly string[]): VerdictRow[] {
  return ids.map((contactId) => {
    const judged = outcome.judged.get(contactId);
    if (judged === undefined) return { contactId, verdict: "missing", guards: [] };
    const guards = standing(judged.guards, override);
    if (guards.length > 0) return { contactId, verdict: "refused", guards };
    return { contactId, verdict: outcome.enrolled.has(contactId) ? "enrolled" : "ready", guards: [...judged.guards] };
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

function addCounts(
  counts: Readonly<Record<string, number>>,
  added: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...counts };
  for (const [name, count] of Object.entries(added)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
