import { setImmediate } from "node:timers/promises";
import type { Condition } from "@haste/engine/condition";
import type { SimulatedPerson, SimulatedWorld } from "@haste/engine/simulate";
import { z } from "zod";
import { defineJob, type JobRun } from "../../../platform/jobs/index.ts";
import { loadPeople, type Unreached } from "./load-people.ts";
import { openWorld, planRun, type SimulationPlan } from "./plan-run.ts";
import type { ChoicePlace, SimulationPorts } from "./ports.ts";
import { keepSimulation, keepTimelines } from "./queries.ts";
import { logToWire, summaryToWire } from "./to-wire.ts";

export const simulationKind = "simulate";

const Share = z.number().optional();
const JobInput = z.object({
  sequenceId: z.uuid(),
  version: z.enum(["draft", "published"]).nullable(),
  seed: z.string(),
  from: z.string(),
  rates: z.object({ open: Share, click: Share, reply: Share, bounce: Share, unsubscribe: Share }),
  taskHours: z.number(),
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
/** Requests of this process wait no longer than this for a turn. */
const turnMs = 25;
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
      const world = await job.batch((ctx) => openWorld(ctx, plan, people));
      await fly(job, world, refused.length);
      await keep(job, { plan, world, refused });
    },
  });
}

function wishOf({ contactIds: _, filter: __, rates, ...wish }: JobInput) {
  const given = Object.entries(rates).filter(([, rate]) => rate !== undefined);
  return { ...wish, rates: Object.fromEntries(given) };
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

/** Lets time pass, in turns with everything else this process does. */
async function fly(job: JobRun<JobInput>, world: SimulatedWorld, refused: number): Promise<void> {
  for (let isOn = true, toldAt = performance.now(); isOn; ) {
    const turnAt = performance.now();
    while (isOn && performance.now() - turnAt < turnMs) isOn = world.advance(1);
    await setImmediate();
    if (performance.now() - toldAt < progressMs) continue;
    toldAt = performance.now();
    await job.batch((ctx) => job.saveProgress(ctx.tx, { done: refused + world.through }));
  }
}

interface Flown {
  readonly plan: SimulationPlan;
  readonly world: SimulatedWorld;
  readonly refused: readonly Unreached[];
}

async function keep(job: JobRun<JobInput>, { plan, world, refused }: Flown): Promise<void> {
  const summary = summaryToWire(plan, world, refused);
  const { id } = job;
  await job.batch(({ tx, now }) =>
    keepSimulation(tx, { id, sequenceId: plan.definition.sequenceId, summary, at: now, kept }),
  );
  for (let at = 0; at < world.walkers.length; at += timelinesPerBatch) {
    const walkers = world.walkers.slice(at, at + timelinesPerBatch);
    const timelines = walkers.map(({ state, log }) => ({ contactId: state.contactId, lines: logToWire(log) }));
    await job.batch(async ({ tx }) => {
      await keepTimelines(tx, id, timelines);
      await job.saveProgress(tx, {});
    });
  }
  await job.batch(({ tx }) =>
    job.saveProgress(tx, {
      done: summary.people,
      counts: { people: world.walkers.length, refused: refused.length, sends: summary.sends },
      resultUrl: `/api/v1/simulations/${id}`,
    }),
  );
}
