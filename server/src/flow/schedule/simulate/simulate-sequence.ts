import type { Endpoints } from "@haste/contract/endpoints";
import { everOpens } from "@haste/engine/sequence";
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
import { readAccounts } from "../queries.ts";
import { runInTurns } from "./in-turns.ts";
import { loadPeople } from "./load-people.ts";
import {
  changedPremises,
  definedOf,
  loadGround,
  openWorld,
  planRun,
  premisesOf,
  type SimulationWish,
  type WrittenChanges,
} from "./plan-run.ts";
import type { ChoicePlace, ChosenBatch, PeopleChoice, SimulationPorts } from "./ports.ts";
import { listTimelines, readSimulation } from "./queries.ts";
import { simulationKind } from "./simulation-job.ts";
import { findingsOf, logToWire, summaryToWire } from "./to-wire.ts";

/** Up to here the answer is there before anybody asks for progress. */
const mostAtOnce = 200;

/** Of others on their way, those whose turn comes first: a request may not wait for more. */
const mostOthers = 2_000;

const ByContact = z.tuple([z.uuid()]);

type SimulateInput = InputOf<Endpoints["POST /sequences/:id/simulate"]>;

/** Runs the sequence over a virtual clock: nothing is written, nobody is enrolled. */
export async function simulateSequence(ctx: RequestContext, input: SimulateInput, ports: SimulationPorts) {
  const { body, params } = input;
  refuseUnclear(body);
  await refuseUnlikely(ctx, body.whatIf);
  const wish: SimulationWish = {
    sequenceId: params.id,
    version: body.version ?? null,
    seed: body.seed ?? params.id,
    from: body.from ?? ctx.now.toISOString(),
    rates: body.rates === undefined ? {} : definedOf(body.rates),
    taskHours: body.taskHours ?? 24,
    whatIf: body.whatIf ?? null,
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
  const ground = await loadGround(ctx, plan, { people, mostOthers });
  const found = { plan, ground, refused };
  const premises = premisesOf(plan, ground);
  const fly = async (under: typeof premises) => {
    return { premises: under, world: await runInTurns(openWorld(wish.seed, under, ground)) };
  };
  const asThingsAre = await fly(premises);
  const changed = changedPremises(plan, premises);
  const whatIf = changed === null ? null : findingsOf(found, await fly(changed));
  return { ...summaryToWire(found, findingsOf(found, asThingsAre), whatIf), log: logToWire(asThingsAre.world.log) };
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

/** Windows that never open, and accounts that are not there. */
async function refuseUnlikely(ctx: RequestContext, whatIf: WrittenChanges | undefined): Promise<void> {
  const empty = (whatIf?.sendingWindows ?? []).flatMap((window, n) => (everOpens(window) ? [] : [n]));
  if (empty.length > 0) {
    const detail = "A window that ends when it starts never opens. For a whole day, write 00:00 to 24:00.";
    const pointers = empty.map((n) => `/whatIf/sendingWindows/${n}`);
    throw new Problem("window_empty", {
      detail,
      errors: pointers.map((pointer) => ({ pointer, code: "window_empty", detail })),
    });
  }
  const named = (whatIf?.limits ?? []).flatMap(({ accountId }) => accountId ?? []);
  const known = named.length === 0 ? [] : await readAccounts(ctx.tx);
  const unknown = named.find((id) => !known.some((account) => account.id === id));
  if (unknown !== undefined) throw new Problem("not_found", { detail: `There is no sending account ${unknown}.` });
}

/** What simulations did not say that were kept by an earlier release. */
const unsaid = {
  holds: { total: [], perAccount: [] },
  beside: { people: 0, leftOut: 0, entered: 0, sends: 0, perDay: [] },
  whatIf: null,
};

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
  return { ...unsaid, ...summary, log: timelines.data.flat(), nextCursor: timelines.page.nextCursor };
}
