import { addMs, asInstant, DAY_MS } from "@haste/engine/base";
import { type ComplaintStop, type ComplaintVerdict, judgeByProvider } from "@haste/engine/deliverability";
import { momentOf, stopTowards } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { pauseAccount } from "./change-account.ts";
import type { SendingAccountPorts } from "./ports.ts";
import { type ComplaintRow, listComplaints } from "./queries.ts";

/** Receivers look at a month, and so do we. */
const countedDays = 30;
/** Recipients' providers that have no name of their own are counted together. */
const nameless = "other";

export interface ComplainedAccount
  extends Pick<ComplaintRow, "accountId" | "email" | "status" | "pauseCause" | "since"> {
  readonly sent: number;
  readonly complained: number;
  readonly verdict: ComplaintVerdict;
  readonly stop: ComplaintStop;
  /** Providers towards which complaints stopped it. */
  readonly stoppedTowards: readonly string[];
}

/** Every account with what its complaints say; one read. */
export async function listComplained(ctx: WorkContext): Promise<ComplainedAccount[]> {
  const since = new Date(addMs(asInstant(ctx.now.getTime()), -countedDays * DAY_MS));
  const rows = Map.groupBy(await listComplaints(ctx.tx, since), ({ accountId }) => accountId);
  return [...rows.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { accountId, email, status, pauseCause, since } = first;
    const counts = own.map((row) => ({ ...row, provider: row.provider === nameless ? null : row.provider }));
    const sum = (of: "sent" | "complained") => own.reduce((total, row) => total + row[of], 0);
    return {
      ...{ accountId, email, status, pauseCause, since, sent: sum("sent"), complained: sum("complained") },
      ...judgeByProvider(counts),
      stoppedTowards: own.flatMap(({ provider, stoppedAt }) => (stoppedAt === null ? [] : (provider ?? []))),
    };
  });
}

/**
 * Pauses the accounts that complaints stop, or their mail to the one provider whose people complain; their people wait
 * until somebody lets them go on, with a reason. Never in a sandbox: its people complain more often than anybody does, to
 * show what that looks like.
 */
export async function stopComplained(ctx: WorkContext, ports: SendingAccountPorts): Promise<void> {
  if (ctx.workspace.mode === "sandbox") return;
  for (const { accountId, status, stop } of await listComplained(ctx)) {
    if (status === "paused" || stop.stops === "nothing") continue;
    const { reason } = stop;
    if (stop.stops === "account") await pauseAccount(ctx, ports, { id: accountId, reason, cause: "complaints" });
    else await stopOne(ctx, { accountId, provider: stop.provider, reason });
  }
}

async function stopOne(
  ctx: WorkContext,
  pair: { readonly accountId: string; readonly provider: string; readonly reason: string },
): Promise<void> {
  if (!(await stopTowards(ctx.tx, pair, momentOf(ctx)))) return;
  const { accountId, provider, reason } = pair;
  await audit(ctx, "sending-account.paused", { kind: "sending-account", id: accountId }, { provider, reason });
}
