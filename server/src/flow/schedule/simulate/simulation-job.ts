import type { Findings } from "@haste/contract/nouns/simulations";
import type { Condition } from "@haste/engine/condition";
import type { Premises, SimulatedPerson, SimulatedWorld } from "@haste/engine/simulate";
import { z } from "zod";
import { defineJob, type JobRun } from "../../../platform/jobs/index.ts";
import { runInTurns } from "./in-turns.ts";
import { loadPeople, type Unreached } from "./load-people.ts";
import {
  changedPremises,
  definedOf,
  loadGround,
  openWorld,
  planRun,
  premisesOf,
  type SimulationPlan,
  type WrittenChanges,
} from "./plan-run.ts";
import type { ChoicePlace, SimulationPorts } from "./ports.ts";
import { type KeptSummary, keepSimulation, keepTimelines } from "./queries.ts";
import { type Found, findingsOf, logToWire, summaryToWire } from "./to-wire.ts";

export const simulationKind = "simulate";

const Share = z.number().optional();
const JobInput = z.object({
  sequenceId: z.uuid(),
  version: z.enum(["draft", "published"]).nullable(),
  seed: z.string(),
  from: z.string(),
  rates: z.object({ open: Share, click: Share, reply: Share, bounce: Share, unsubscribe: Share }),
  taskHours: z.number(),
  // Judged when it was asked for; jobs of an earlier release say nothing of it.
  whatIf: z.custom<WrittenChanges>().nullable().default(null),
  contactIds: z.array(z.uuid()).nullable(),
  filter: z
    .object({
      q: z.string().optional(),
      companyId: z.uuid().optional(),
      // Judged when the simulation was asked for.
      condition: z.custom<Condition>().optional(),
    })
    .nullable(),
});
type JobInput = z.output<typeof JobInput>;

/** More timelines at once would be a statement of many megabytes. */
const timelinesPerBatch = 1_000;
/** All people of a world are in memory, about three kilobytes each with their timeline. */
const mostPeople = 100_000;
/**
 * Of others on their way, those whose turn comes first. Twenty thousand beside fifty thousand people took 19 s of CPU where
 * these alone took 13 (`haste bench simulate`, November 2026, a busy machine); the goal is 20.
 */
const mostOthers = 15_000;
/** How often progress is told, and a cancel noticed. */
const progressMs = 500;
/** Simulations kept of each sequence. */
const kept = 5;

/**
 * A simulation of more people than one request may wait for. It lives in memory and is stored at its end; a run that was
 * interrupted begins again and tells the same, because its seed and its instant were fixed when it was asked for.
 */
export function simulationJob(ports: SimulationPorts) {
  return defineJob({
    kind: simulationKind,
    input: JobInput,
    async run(job) {
      const plan = await job.batch((ctx) => planRun(ctx, wishOf(job.input), ports));
      const { people, refused } = await loadEverybody(job, plan, ports);
      const ground = await job.batch((ctx) => loadGround(ctx, plan, { people, mostOthers }));
      const found = { plan, ground, refused };
      const premises = premisesOf(plan, ground);
      const world = openWorld(plan.wish.seed, premises, ground);
      await letPass(job, world, refused.length);
      const asThingsAre = findingsOf(found, { premises, world });
      const changed = changedPremises(plan, premises);
      const whatIf = changed === null ? null : await flyAgain(job, found, changed);
      await keep(job, summaryToWire(found, asThingsAre, whatIf), world);
    },
  });
}

function wishOf({ contactIds: _, filter: __, rates, ...wish }: JobInput) {
  return { ...wish, rates: definedOf(rates) };
}

async function loadEverybody(job: JobRun<JobInput>, plan: SimulationPlan, ports: SimulationPorts) {
  const people: SimulatedPerson[] = [];
  const refused: Unreached[] = [];
  const { definition } = plan;
  const choice = { contactIds: job.input.contactIds, filter: job.input.filter, importId: null };
  let at: ChoicePlace | null = null;
  for (let isLast = false; !isLast; ) {
    isLast = await job.batch(async (ctx) => {
      const { ids, isLast: isEnd, ...next } = await ports.nextChosen(ctx, choice, at);
      const loaded = await loadPeople(ctx, ids, { ports, definition, loaded: people.length });
      people.push(...loaded.people);
      refused.push(...loaded.refused);
      at = next;
      const total = people.length + refused.length;
      await job.saveProgress(ctx.tx, { done: 0, total, counts: { people: people.length, refused: refused.length } });
      return isEnd;
    });
    if (people.length > mostPeople)
      throw new Error(`More than ${mostPeople.toLocaleString("en")} people fit in no simulation. Ask about fewer.`);
  }
  return { people, refused };
}

/** The same people under other assumptions. Everybody was counted once: the bar stays full meanwhile. */
async function flyAgain(job: JobRun<JobInput>, found: Found, premises: Premises): Promise<Findings> {
  const world = openWorld(found.plan.wish.seed, premises, found.ground);
  await letPass(job, world, null);
  return findingsOf(found, { premises, world });
}

/** @param before people counted already; null: nobody is counted, and only a cancel is looked for */
async function letPass(job: JobRun<JobInput>, world: SimulatedWorld, before: number | null): Promise<void> {
  let toldAt = performance.now();
  await runInTurns(world, async () => {
    if (performance.now() - toldAt < progressMs) return;
    toldAt = performance.now();
    const told = before === null ? {} : { done: before + world.through };
    await job.batch((ctx) => job.saveProgress(ctx.tx, told));
  });
}

async function keep(job: JobRun<JobInput>, summary: KeptSummary, { walkers }: SimulatedWorld): Promise<void> {
  const { id } = job;
  await job.batch(({ tx, now }) =>
    keepSimulation(tx, { id, sequenceId: job.input.sequenceId, summary, at: now, kept }),
  );
  for (let at = 0; at < walkers.length; at += timelinesPerBatch) {
    const some = walkers.slice(at, at + timelinesPerBatch);
    const timelines = some.map(({ state, timeline }) => ({ contactId: state.contactId, lines: logToWire(timeline) }));
    await job.batch(async ({ tx }) => {
      await keepTimelines(tx, id, timelines);
      await job.saveProgress(tx, {});
    });
  }
  await job.batch(({ tx }) =>
    job.saveProgress(tx, {
      done: summary.people,
      counts: { people: walkers.length, refused: summary.people - walkers.length, sends: summary.sends },
      resultUrl: `/api/v1/simulations/${id}`,
    }),
  );
}
