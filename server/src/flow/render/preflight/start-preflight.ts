import type { Endpoints } from "@haste/contract/endpoints";
import type { InputOf, RequestContext } from "../../../platform/http/index.ts";
import { accepted } from "../../../platform/http/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { CohortChoice, PreflightPorts } from "./ports.ts";
import { nothingFound, preflightKind } from "./preflight-job.ts";
import { countEnrolled, countEverybody, insertPreflight, readSequenceState } from "./queries/findings.ts";

/** Of each sequence. */
const kept = 5;

/**
 * Looks at every email of everybody on the way, or of a named cohort, before anybody gets one.
 * @throws Problem `not_activatable` where the draft could not run at all: what is wrong with it is wrong for everybody
 */
export async function startPreflight(
  ctx: RequestContext,
  { params, body }: InputOf<Endpoints["POST /sequences/:id/preflight"]>,
  ports: PreflightPorts,
) {
  const sequenceId = params.id;
  const state = await readSequenceState(ctx.tx, sequenceId);
  const version = body?.version ?? "draft";
  const definition = state === null ? null : await ports.loadRunnable(ctx, sequenceId, version);
  if (state === null || definition === null) {
    const detail = state === null ? "There is no such sequence." : "Nothing of this sequence was published yet.";
    throw new Problem("not_found", { detail });
  }
  const choice = choiceOf(body);
  if (choice !== null) await ports.checkChoice(ctx, choice);
  const total = await totalOf(ctx, sequenceId, choice);
  const input = { sequenceId, version, draftRevision: state.draftRevision, choice };
  const job = await startJob(ctx, { kind: preflightKind, input, ...(total === null ? {} : { total }) });
  await insertPreflight(
    ctx.tx,
    {
      id: job.id,
      sequenceId,
      version: definition.version,
      draftRevision: state.draftRevision,
      summary: nothingFound,
      createdAt: ctx.now,
      finishedAt: null,
    },
    kept,
  );
  return accepted(`/jobs/${job.id}`, job);
}

/** How many people it will look at, where that is known without looking at them. */
async function totalOf(ctx: RequestContext, sequenceId: string, choice: CohortChoice | null): Promise<number | null> {
  if (choice === null) return countEnrolled(ctx.tx, sequenceId);
  const { contactIds, filter } = choice;
  if (contactIds !== null) return contactIds.length;
  const isEverybody = filter !== null && Object.values(filter).every((part) => part === undefined);
  return isEverybody ? countEverybody(ctx.tx) : null;
}

/** null: everybody on the way. */
function choiceOf(body: InputOf<Endpoints["POST /sequences/:id/preflight"]>["body"]): CohortChoice | null {
  const { contactIds, filter, importId } = body ?? {};
  if (contactIds === undefined && filter === undefined && importId === undefined) return null;
  return {
    contactIds: contactIds === undefined ? null : [...new Set(contactIds)],
    filter: filter ?? null,
    importId: importId ?? null,
  };
}
