import type { AccountCheck } from "@haste/contract/nouns/connecting";
import { isAccount } from "../../../catalog/sending-accounts/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { accepted } from "../../../platform/http/index.ts";
import { startJob } from "../../../platform/jobs/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { doctorKind } from "./doctor-job.ts";
import { type CheckRow, findLastCheck, insertCheck } from "./queries.ts";

/** Longer than all time limits of all hops; a check that says nothing for so long was lost with its process. */
const lostAfterMs = 4 * 60_000;

/** @throws Problem `check_under_way`: two at once would sign in twice, and some hosts lock an account for that */
export async function startDoctor(ctx: WorkContext, accountId: string, sendMail: boolean) {
  await mustExist(ctx, accountId);
  const last = await findLastCheck(ctx.tx, accountId);
  if (last !== null && stateOf(ctx, last) === "running") throw new Problem("check_under_way");
  const job = await startJob(ctx, { kind: doctorKind, input: { accountId, sendMail } });
  await insertCheck(ctx.tx, { id: job.id, accountId, startedAt: ctx.machineNow });
  return accepted(`/jobs/${job.id}`, job);
}

export async function showCheck(ctx: WorkContext, accountId: string): Promise<AccountCheck> {
  await mustExist(ctx, accountId);
  const row = await findLastCheck(ctx.tx, accountId);
  if (row === null) return { id: null, state: "never", hops: [], startedAt: null, finishedAt: null };
  return {
    id: row.id,
    state: stateOf(ctx, row),
    hops: [...row.hops],
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

function stateOf(ctx: WorkContext, row: CheckRow): Exclude<AccountCheck["state"], "never"> {
  if (row.finishedAt === null) {
    return ctx.machineNow.getTime() - row.startedAt.getTime() < lostAfterMs ? "running" : "failed";
  }
  return row.hops.some(({ state }) => state === "failed") ? "failed" : "passed";
}

async function mustExist(ctx: WorkContext, accountId: string): Promise<void> {
  if (!(await isAccount(ctx.tx, accountId))) {
    throw new Problem("not_found", { detail: "There is no such sending account." });
  }
}
