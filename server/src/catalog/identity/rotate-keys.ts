import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { audit } from "../../platform/audit/index.ts";
import {
  countUnder,
  type KeyRing,
  keysKeptMs,
  type MasterKey,
  makeDataKey,
  resealBatch,
  type SealedColumn,
} from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { accepted, defineRoutes } from "../../platform/http/index.ts";
import { defineJob, type JobRun, startJob } from "../../platform/jobs/index.ts";
import { insertDataKey, listDataKeys, retireDataKeys } from "./queries/people.ts";

const kind = "rotate-keys";
const valuesPerBatch = 200;
/** Whoever still writes with the old key after so many rounds does not know of the new one. */
const mostRounds = 5;

export interface RotationPorts {
  readonly master: MasterKey;
  readonly keyRing: KeyRing<Tx>;
  /** Every column of every room that holds sealed values. */
  readonly columns: readonly SealedColumn[];
  /** How long other processes may go on with the old key; default: a little longer than they keep it. */
  readonly settleMs?: number;
}

export const encryptionRoutes = defineRoutes({
  "GET /encryption": async (ctx) => ({
    keys: (await listDataKeys(ctx.tx)).map(({ id, createdAt, retiredAt }) => ({
      id,
      createdAt: createdAt.toISOString(),
      retiredAt: retiredAt?.toISOString() ?? null,
    })),
  }),
  "POST /encryption/rotate": async (ctx) => {
    const job = await startJob(ctx, { kind, input: {} });
    await audit(ctx, "encryption.rotation-started", { kind: "settings", id: null });
    return accepted(`/jobs/${job.id}`, job);
  },
});

interface Checkpoint {
  readonly keyId: string;
  readonly column: number;
  readonly after: readonly string[] | null;
  readonly resealed: number;
}

/**
 * A new data key, and everything sealed anew with it. Until all processes know of the key, some still seal with the old
 * one; so it is counted again once they must have read it, and done again until nothing is left. Old keys stay, wrapped:
 * backups of yesterday still need them.
 */
export function rotationJob(ports: RotationPorts) {
  return defineJob({
    kind,
    input: z.object({}),
    async run(job) {
      let at = (job.before.checkpoint as Checkpoint | null) ?? (await begin(job, ports));
      for (let round = 1; ; round += 1) {
        at = await walk(job, ports, at);
        await pause(ports.settleMs ?? keysKeptMs + 5_000, undefined, { signal: job.signal });
        const left = await prove(job, ports, at);
        if (left === 0) return;
        if (round === mostRounds) throw new Error(`${left} values are still sealed with an old key. Rotate again.`);
        at = { ...at, column: 0, after: null };
      }
    },
  });
}

function begin(job: JobRun, { master, keyRing }: RotationPorts): Promise<Checkpoint> {
  return job.batch(async (ctx) => {
    const { id: workspaceId } = ctx.workspace;
    const keyId = ctx.newId();
    await insertDataKey(ctx.tx, makeDataKey(master, workspaceId, keyId), ctx.machineNow);
    ctx.afterCommit(() => keyRing.forget(workspaceId));
    const checkpoint: Checkpoint = { keyId, column: 0, after: null, resealed: 0 };
    await job.saveProgress(ctx.tx, { checkpoint });
    return checkpoint;
  });
}

/** Once over all columns, a batch at a time. */
async function walk(job: JobRun, { keyRing, columns }: RotationPorts, from: Checkpoint): Promise<Checkpoint> {
  let at = from;
  while (at.column < columns.length) {
    at = await job.batch(async (ctx) => {
      const column = columns[at.column] as SealedColumn;
      const batch = { keyId: at.keyId, after: at.after, limit: valuesPerBatch };
      const { after, resealed } = await resealBatch(keyRing, ctx.tx, column, batch);
      const done = at.resealed + resealed;
      const next = { ...at, after, column: after === null ? at.column + 1 : at.column, resealed: done };
      await job.saveProgress(ctx.tx, { done, checkpoint: next, counts: { resealed: done } });
      return next;
    });
  }
  return at;
}

/** Looks at every column and counts what another key sealed; where that is nothing, the old keys are retired. */
function prove(job: JobRun, { columns }: RotationPorts, { keyId, resealed }: Checkpoint): Promise<number> {
  return job.batch(async (ctx) => {
    const left = await countUnder(ctx.tx, columns, keyId);
    if (left === 0) {
      await retireDataKeys(ctx.tx, keyId, ctx.machineNow);
      await audit(ctx, "encryption.rotated", { kind: "settings", id: null }, { resealed, left });
    }
    const counts = { resealed, left };
    await job.saveProgress(ctx.tx, { done: resealed, counts, ...(left === 0 ? { total: resealed } : {}) });
    return left;
  });
}
