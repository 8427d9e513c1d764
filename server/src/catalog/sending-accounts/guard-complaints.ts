import { addMs, asInstant, DAY_MS } from "@haste/engine/base";
import { type ComplaintVerdict, judgeComplaints } from "@haste/engine/deliverability";
import type { WorkContext } from "../../platform/context/index.ts";
import { pauseAccount } from "./change-account.ts";
import type { SendingAccountPorts } from "./ports.ts";
import { type ComplaintRow, listComplaints } from "./queries.ts";

/** Receivers look at a month, and so do we. */
const countedDays = 30;

export interface ComplainedAccount extends ComplaintRow {
  readonly verdict: ComplaintVerdict;
}

/** Every account with what its complaints say; one read. */
export async function listComplained(ctx: WorkContext): Promise<ComplainedAccount[]> {
  const since = new Date(addMs(asInstant(ctx.now.getTime()), -countedDays * DAY_MS));
  return (await listComplaints(ctx.tx, since)).map((row) => ({ ...row, verdict: judgeComplaints(row) }));
}

/**
 * Pauses the accounts that complaints stop; their people wait until somebody lets them go on, with a reason. Never in a
 * sandbox: its people complain more often than anybody does, to show what that looks like.
 */
export async function stopComplained(ctx: WorkContext, ports: SendingAccountPorts): Promise<void> {
  if (ctx.workspace.mode === "sandbox") return;
  for (const { accountId, status, verdict } of await listComplained(ctx)) {
    const { state, reason } = verdict;
    if (status === "paused" || state !== "stop" || reason === null) continue;
    await pauseAccount(ctx, ports, { id: accountId, reason, cause: "complaints" });
  }
}
