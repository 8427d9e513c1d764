import type { Endpoints } from "@haste/contract/endpoints";
import { z } from "zod";
import { conditionOfSegment } from "../../../catalog/crm/index.ts";
import {
  accepted,
  page as cutToPage,
  type InputOf,
  type RequestContext,
  readCursor,
} from "../../../platform/http/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { loadPeople } from "./load-people.ts";
import { openWorld, planRun, type SimulationWish } from "./plan-run.ts";
import type { ChoicePlace, ChosenBatch, PeopleChoice, SimulationPorts } from "./ports.ts";
import { listTimelines, readSimulation } from "./queries.ts";
import { simulationKind } from "./simulation-job.ts";
import { logToWire, summaryToWire } from "./to-wire.ts";

/** Up to here the answer is there before anybody asks for progress. */
const mostAtOnce = 200;

const ByContact = z.tuple([z.uuid()]);

type SimulateInput = InputOf<Endpoints["POST /sequences/:id/simulate"]>;

/** Runs the sequence over a virtual clock: nothing is written, nobody is enrolled. */
export async function simulateSequence(ctx: RequestContext, input: SimulateInput, ports: SimulationPorts) {
  const { body, params } = input;
  refuseUnclear(body);
  const wish: SimulationWish = {
    sequenceId: params.id,
    version: body.version ?? null,
    seed: body.seed ?? params.id,
    from: body.from ?? ctx.now.toISOString(),
    rates: body.rates === undefined ? {} : definedOf(body.rates),
    taskHours: body.taskHours ?? 24,
  };
  const plan = await planRun(ctx, wish, ports);
  const contactIds = body.contactIds === undefined ? null : [...new Set(body.contactIds)];
  const condition = body.segmentId === undefined ? null : await conditionOfSegment(ctx.tx, body.segmentId);
  const choice = { contactIds, filter: condition === null ? (body.filter ?? null) : { condition }, importId: null };
  await ports.checkChoice(ctx, choice);
  const chosen = await chooseFew(ctx, choice, ports);
  if (chosen === null) {
    const { importId: _, ...people } = choice;
    const total = contactIds === null ? {} : { total: contactIds.length };
    const job = await startJob(ctx, { kind: simulationKind, input: { ...wish, ...people }, ...total });
    return accepted(`/jobs/${job.id}`, job);
  }
  const { people, refused } = await loadPeople(ctx, chosen, { ports, definition: plan.definition, loaded: 0 });
  const world = (await openWorld(ctx, plan, people)).run();
  return { ...summaryToWire(plan, world, refused), log: logToWire(world.log) };
}

/** Everybody of a choice, or null where they are more than one request may wait for. */
async function chooseFew(ctx: RequestContext, choice: PeopleChoice, ports: SimulationPorts): Promise<string[] | null> {
  const ids: string[] = [];
  let at: ChoicePlace | null = null;
  for (let isLast = false; !isLast; ) {
    const batch: ChosenBatch = await ports.nextChosen(ctx, choice, at);
    ids.push(...batch.ids);
    if (ids.length > mostAtOnce) return null;
    ({ isLast } = batch);
    at = { after: batch.after, position: batch.position };
  }
  return ids;
}

function refuseUnclear({ contactIds, filter, segmentId }: SimulateInput["body"]): void {
  if ([contactIds, filter, segmentId].filter((way) => way !== undefined).length === 1) return;
  const detail = "contactIds, filter or segmentId, one of them";
  throw new Problem("invalid_request", {
    detail: `Say whom to send through: ${detail}.`,
    errors: [{ pointer: "/contactIds", code: "required", detail }],
  });
}

function definedOf(rates: NonNullable<SimulateInput["body"]["rates"]>): SimulationWish["rates"] {
  return Object.fromEntries(Object.entries(rates).filter(([, rate]) => rate !== undefined));
}

/** What a simulation found that ran as a job. */
export async function showSimulation(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /simulations/:id"]>,
) {
  const after = readCursor(query.cursor, ByContact)?.[0] ?? null;
  const summary = await readSimulation(ctx.tx, params.id);
  if (summary === null) {
    throw new Problem("not_found", {
      detail: `There is no simulation ${params.id}.`,
      fix: "Of each sequence the newest five are kept; simulate again.",
    });
  }
  const asked = { contactId: query.contactId ?? null, after, limit: query.limit + 1 };
  const timelines = cutToPage(await listTimelines(ctx.tx, params.id, asked), {
    limit: query.limit,
    cursor: (timeline) => [timeline.contactId],
    wire: (timeline) => timeline.lines,
  });
  return { ...summary, log: timelines.data.flat(), nextCursor: timelines.page.nextCursor };
}
