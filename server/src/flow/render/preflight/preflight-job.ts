import { setImmediate } from "node:timers/promises";
import type { Condition } from "@haste/engine/condition";
import type { Definition } from "@haste/engine/sequence";
import { z } from "zod";
import type { WorkContext } from "../../../platform/context/index.ts";
import { defineJob, type JobRun } from "../../../platform/jobs/index.ts";
import { readMailRules } from "../queries.ts";
import { type Around, type InspectedPerson, inspectPeople, type PersonToInspect } from "./inspect-people.ts";
import type { CohortPlace, PreflightPorts } from "./ports.ts";
import {
  insertFindings,
  listEnrolled,
  listSenders,
  type PreflightCounts,
  readSequenceState,
  updatePreflight,
} from "./queries/findings.ts";

export const preflightKind = "preflight";

const JobInput = z.object({
  sequenceId: z.uuid(),
  version: z.enum(["draft", "published"]),
  draftRevision: z.int(),
  /** null: everybody on the way. */
  choice: z
    .object({
      contactIds: z.array(z.uuid()).nullable(),
      filter: z
        .object({
          q: z.string().optional(),
          companyId: z.uuid().optional(),
          // Judged when the pre-flight was asked for.
          condition: z.custom<Condition>().optional(),
        })
        .nullable(),
      importId: z.uuid().nullable(),
    })
    .nullable(),
});
type JobInput = z.output<typeof JobInput>;

/** How far a run has come, written with what it found: whoever goes on misses and repeats nobody. */
interface Checkpoint {
  readonly at: CohortPlace;
  /** Findings written so far. */
  readonly findings: number;
  readonly counts: PreflightCounts;
}

const peoplePerBatch = 500;
const beginning: CohortPlace = { after: "00000000-0000-0000-0000-000000000000", position: 0 };
export const nothingFound: PreflightCounts = {
  ...{ people: 0, emails: 0, peopleWithErrors: 0, peopleWithWarnings: 0, peopleClean: 0 },
  ...{ errors: 0, warnings: 0, codes: {} },
};

/** Renders and checks every email of every contact, a batch at a time; nothing of it is sent or changes anybody. */
export function preflightJob(ports: PreflightPorts) {
  return defineJob({
    kind: preflightKind,
    input: JobInput,
    async run(job) {
      const around = await job.batch((ctx) => openAround(ctx, job.input, ports));
      let before = (job.before.checkpoint as Checkpoint | null) ?? null;
      for (let isLast = false; !isLast; ) {
        const from: Checkpoint = before ?? { at: beginning, findings: 0, counts: nothingFound };
        const done = await job.batch((ctx) => inspectBatch(ctx, job, { from, around, ports }));
        before = done.checkpoint;
        isLast = done.isLast;
        // Requests of this process take turns with it.
        await setImmediate();
      }
    },
  });
}

async function openAround(ctx: WorkContext, input: JobInput, ports: PreflightPorts): Promise<Around> {
  const state = await readSequenceState(ctx.tx, input.sequenceId);
  const isChanged = input.version === "draft" && state?.draftRevision !== input.draftRevision;
  const definition = await ports.loadRunnable(ctx, input.sequenceId, input.version);
  if (definition === null || isChanged) throw new Error("The draft changed meanwhile. Start another pre-flight.");
  return { definition, senders: await listSenders(ctx.tx), rules: await readMailRules(ctx.tx) };
}

interface Batch {
  readonly from: Checkpoint;
  readonly around: Around;
  readonly ports: PreflightPorts;
}

async function inspectBatch(ctx: WorkContext, job: JobRun<JobInput>, { from, around, ports }: Batch) {
  const next = await nextPeople(ctx, job.input, { at: from.at, definition: around.definition, ports });
  const inspected = await inspectPeople(ctx, next.people, around);
  const findings = inspected.flatMap((person) => person.findings);
  await insertFindings(ctx.tx, job.id, { from: from.findings, findings });
  const counts = inspected.reduce(counted, from.counts);
  const checkpoint: Checkpoint = { at: next.at, findings: from.findings + findings.length, counts };
  await updatePreflight(ctx.tx, job.id, { summary: counts, finishedAt: next.isLast ? ctx.now : null });
  const { people, emails, errors, warnings } = counts;
  await job.saveProgress(ctx.tx, {
    done: people,
    ...(next.isLast ? { total: people } : {}),
    checkpoint,
    counts: { people, emails, errors, warnings, peopleWithErrors: counts.peopleWithErrors },
    ...(next.isLast
      ? { resultUrl: `/api/v1/preflights/${job.id}`, errorsUrl: `/api/v1/preflights/${job.id}/rows.csv` }
      : {}),
  });
  return { checkpoint, isLast: next.isLast };
}

interface Walk {
  readonly at: CohortPlace;
  readonly definition: Definition;
  readonly ports: PreflightPorts;
}

interface NextPeople {
  readonly people: readonly PersonToInspect[];
  readonly at: CohortPlace;
  readonly isLast: boolean;
}

async function nextPeople(ctx: WorkContext, { sequenceId, choice }: JobInput, walk: Walk): Promise<NextPeople> {
  if (choice === null) {
    const rows = await listEnrolled(ctx.tx, sequenceId, walk.at.after, peoplePerBatch);
    const people = rows.map(({ contactId, context: customData, accountId, dealId }) => ({
      ...{ contactId, customData, accountId, dealId, codes: [] },
    }));
    const after = rows.at(-1)?.id ?? walk.at.after;
    return { people, at: { ...walk.at, after }, isLast: rows.length < peoplePerBatch };
  }
  const { ids, isLast, after, position } = await walk.ports.nextChosen(ctx, choice, walk.at);
  const judged = await walk.ports.judge(ctx, walk.definition, ids);
  const people = ids.flatMap((contactId) => {
    const person = judged.get(contactId);
    return person === undefined
      ? []
      : [{ contactId, customData: {}, accountId: null, dealId: null, codes: person.codes }];
  });
  return { people, at: { after, position }, isLast };
}

function counted(before: PreflightCounts, { emails, findings }: InspectedPerson): PreflightCounts {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.length - errors;
  const codes: Record<string, number> = { ...before.codes };
  for (const { code } of findings) codes[code] = (codes[code] ?? 0) + 1;
  return {
    people: before.people + 1,
    emails: before.emails + emails,
    peopleWithErrors: before.peopleWithErrors + (errors > 0 ? 1 : 0),
    peopleWithWarnings: before.peopleWithWarnings + (errors === 0 && warnings > 0 ? 1 : 0),
    peopleClean: before.peopleClean + (findings.length === 0 ? 1 : 0),
    errors: before.errors + errors,
    warnings: before.warnings + warnings,
    codes,
  };
}
