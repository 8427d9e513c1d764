import type { Endpoints } from "@haste/contract/endpoints";
import { asInstant } from "@haste/engine/base";
import { z } from "zod";
import { changePeople, momentOf, type PeopleChange } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { accepted, type InputOf, type RequestContext } from "../../platform/http/index.ts";
import { defineJob, startJob } from "../../platform/jobs/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { addCounts } from "./counts.ts";
import { sequenceExists } from "./queries/lists.ts";
import { readPeopleOf } from "./queries/people.ts";

const Change = z.discriminatedUnion("do", [
  z.object({ do: z.literal("pause"), resumeAt: z.iso.datetime().nullable() }),
  z.object({ do: z.literal("resume") }),
  z.object({ do: z.literal("remove") }),
  z.object({ do: z.literal("move"), stepId: z.uuid(), dueAt: z.iso.datetime().nullable() }),
]);
const ChangeInput = z.object({
  sequenceId: z.uuid(),
  change: Change,
  enrollmentIds: z.array(z.uuid()).nullable(),
  stepId: z.uuid().nullable(),
  status: z.enum(["active", "paused"]).nullable(),
});
type ChangeInput = z.output<typeof ChangeInput>;

const batchSize = 500;

/** Pauses, resumes, removes or moves many people of a sequence, named one by one or by where they stand. */
export async function changeMany(
  ctx: RequestContext,
  { params, body }: InputOf<Endpoints["POST /sequences/:id/enrollments/bulk"]>,
) {
  if (!(await sequenceExists(ctx.tx, params.id)))
    throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  if ((body.enrollmentIds === undefined) === (body.filter === undefined))
    throw required("/enrollmentIds", "Say who is meant: either enrollmentIds or filter.");
  const input: ChangeInput = {
    sequenceId: params.id,
    change: changeFrom(body),
    enrollmentIds: body.enrollmentIds ?? null,
    stepId: body.filter?.stepId ?? null,
    status: body.filter?.status ?? null,
  };
  const total = body.enrollmentIds?.length;
  const job = await startJob(ctx, { kind: "change_people", input, ...(total === undefined ? {} : { total }) });
  const detail = { jobId: job.id, ...input.change, people: total ?? null };
  await audit(ctx, "enrollment.bulk_changed", { kind: "sequence", id: params.id }, detail);
  return accepted(`/jobs/${job.id}`, job);
}

function changeFrom(body: InputOf<Endpoints["POST /sequences/:id/enrollments/bulk"]>["body"]): ChangeInput["change"] {
  switch (body.action) {
    case "pause":
      return { do: "pause", resumeAt: body.resumeAt ?? null };
    case "move":
      if (body.stepId === undefined) throw required("/stepId", "Say to which step they move.");
      return { do: "move", stepId: body.stepId, dueAt: body.dueAt ?? null };
    default:
      return { do: body.action };
  }
}

function required(pointer: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code: "required", detail }] });
}

interface Checkpoint {
  readonly after: string | null;
  readonly position: number;
}

/** Batch after batch; counts who was `changed`, had `ended` before, stands in a version without the step, or is `missing`. */
export const changePeopleJob = defineJob({
  kind: "change_people",
  input: ChangeInput,
  async run(job) {
    let at: Checkpoint = (job.before.checkpoint as Checkpoint | null) ?? { after: null, position: 0 };
    let { done } = job.before;
    let counts: Record<string, number> = { ...job.before.counts };
    for (let isLast = false; !isLast; ) {
      isLast = await job.batch(async (ctx) => {
        const { asked, ids, next } = await nextPeople(ctx, job.input, at);
        const { changed, ended, elsewhere } = await changePeople(ctx.tx, ids, changeOf(ctx, job.input), momentOf(ctx));
        const known = changed.length + ended.length + elsewhere.length;
        counts = addCounts(counts, {
          changed: changed.length,
          ended: ended.length,
          no_such_step: elsewhere.length,
          missing: asked - known,
        });
        done += asked;
        at = next;
        await job.saveProgress(ctx.tx, { done, counts, checkpoint: at });
        return asked < batchSize;
      });
    }
  },
});

/** Ids that belong to another sequence are missing here, as those that exist nowhere. */
async function nextPeople(ctx: WorkContext, input: ChangeInput, at: Checkpoint) {
  const { sequenceId, stepId, status, enrollmentIds } = input;
  const named = enrollmentIds?.slice(at.position, at.position + batchSize) ?? null;
  const page = { after: named === null ? at.after : null, limit: batchSize };
  const ids = await readPeopleOf(ctx.tx, { sequenceId, stepId, status, among: named }, page);
  const asked = named?.length ?? ids.length;
  return { asked, ids, next: { after: ids.at(-1) ?? at.after, position: at.position + asked } };
}

function changeOf(ctx: WorkContext, { change }: ChangeInput): PeopleChange {
  const instantOf = (iso: string | null) => (iso === null ? null : asInstant(Date.parse(iso)));
  if (change.do === "pause") return { do: "pause", resumeAt: instantOf(change.resumeAt) };
  if (change.do !== "move") return change;
  return { do: "move", stepId: change.stepId, dueAt: instantOf(change.dueAt) ?? asInstant(ctx.now.getTime()) };
}
