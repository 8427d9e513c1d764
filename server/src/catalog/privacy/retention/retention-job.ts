import { asInstant } from "@haste/engine/base";
import { dueBefore, type RetentionKey, retentionClasses } from "@haste/engine/privacy";
import { z } from "zod";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { defineJob, type JobRun } from "../../../platform/jobs/index.ts";
import { beginning, type DuePlace, findHeld, listDue } from "../queries/due-rows.ts";
import {
  findRetention,
  goesInParts,
  listPeriods,
  noteBatch,
  noteCleared,
  type PeriodRow,
} from "../queries/retention.ts";
import { type RetentionPorts, removeDue } from "./remove-due.ts";

export const retentionKind = "retention";

/**
 * Emails of a batch are opened and sealed again one by one (some 0.1 ms each); the others only lose a column. Finding a batch
 * of dormant contacts costs the same however many it holds: all are held against everything that could have touched them.
 */
const perBatch: Readonly<Partial<Record<RetentionKey, number>>> = {
  ...{ sent_text: 100, unsent_text: 100 },
  ...{ import_files: 1, preflights: 1, simulations: 1 },
  dormant_contacts: 5_000,
};
const otherwise = 500;

interface Checkpoint {
  /** Which class is being walked, by its place in the engine's table. */
  readonly at: number;
  /** null: at the beginning of that class. */
  readonly after: DuePlace | null;
  readonly removed: Readonly<Partial<Record<RetentionKey, number>>>;
}

const start: Checkpoint = { at: 0, after: null, removed: {} };

/**
 * Removes what is due, class after class, batch after batch, each in a transaction of its own with its count and its
 * place: after a crash it goes on where it stood. Periods and the hold are read anew for each batch, so that a change
 * holds at once. At the end the audit log says what went.
 */
export const retentionJob = (ports: RetentionPorts) =>
  defineJob({
    kind: retentionKind,
    input: z.object({}),
    async run(job) {
      let checkpoint = (job.before.checkpoint as Checkpoint | null) ?? start;
      while (checkpoint.at < retentionClasses.length) checkpoint = await nextBatch(job, ports, checkpoint);
    },
  });

function nextBatch(job: JobRun, ports: RetentionPorts, before: Checkpoint): Promise<Checkpoint> {
  return job.batch(async (ctx) => {
    const { heldSince } = await findRetention(ctx.tx, "share");
    const after = heldSince === null ? await clearSome(ctx, job.id, ports, before) : ended(before);
    if (after.at === retentionClasses.length && Object.keys(after.removed).length > 0)
      await audit(ctx, "retention.applied", { kind: "settings", id: null }, { removed: after.removed });
    const done = Object.values(after.removed).reduce((sum, n) => sum + n, 0);
    await job.saveProgress(ctx.tx, { done, checkpoint: after, counts: { ...after.removed } });
    return after;
  });
}

const ended = (checkpoint: Checkpoint): Checkpoint => ({ ...checkpoint, at: retentionClasses.length, after: null });

async function clearSome(
  ctx: WorkContext,
  jobId: string,
  ports: RetentionPorts,
  { at, after, removed }: Checkpoint,
): Promise<Checkpoint> {
  const key = (retentionClasses[at] as (typeof retentionClasses)[number]).key;
  const period = (await listPeriods(ctx.tx)).find((one) => one.key === key);
  const next: Checkpoint = { at: at + 1, after: null, removed };
  if (period === undefined || period.days === null) return next;
  const before = new Date(dueBefore(asInstant(ctx.now.getTime()), period.days));
  const held = await findHeld(ctx.tx);
  const asked = { before, held, after: after ?? placeOf(period) };
  const rows = await listDue(ctx.tx, key, asked, perBatch[key] ?? otherwise);
  const gone = await removeDue(ctx, ports, { key, rows, before });
  await noteBatch(ctx.tx, key, { jobId, at: ctx.now, removed: gone });
  const last = rows.at(-1);
  if (last === undefined) {
    // Whoever was held back lies before that place: as long as there is anybody, it stays where it was.
    if (key === "visit_evidence" && held.keys.length === 0) await noteCleared(ctx.tx, key, before);
    return next;
  }
  const counted = gone === 0 ? removed : { ...removed, [key]: (removed[key] ?? 0) + gone };
  // Of a file only some rows may be gone: it stands first again until it has none.
  const isWhole = !goesInParts(key) || gone > 0;
  return { at, after: isWhole ? { at: last.at, id: last.id } : after, removed: counted };
}

/**
 * Visits stay in their table, cleared, so a run begins where the one before ended instead of at the first visit there
 * ever was. What providers tell late is stored under the instant they name; they repeat themselves for three days at
 * most (SendGrid's event webhook, the longest), and a week covers it.
 */
function placeOf({ clearedUntil }: Pick<PeriodRow, "clearedUntil">): DuePlace {
  if (clearedUntil === null) return beginning;
  return { ...beginning, at: new Date(Date.parse(clearedUntil) - lateMs).toISOString() };
}

const lateMs = 7 * 86_400_000;
