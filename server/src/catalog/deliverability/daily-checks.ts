import { type Clock, repeat } from "../../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor, type WorkContext } from "../../platform/context/index.ts";
import { asSweep, type Database, inWorkspace } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import { listSenders, type SendingAccountPorts, stopComplained } from "../sending-accounts/index.ts";
import { startBlocklistCheck } from "./blocklists/blocklist-job.ts";
import { claimBlocklistCheck } from "./blocklists/queries.ts";
import { startCheck } from "./check-job.ts";
import { claimQuestion, listLiveWorkspaceIds } from "./queries.ts";
import { startTrackingCheck } from "./tracking/check-name.ts";
import { claimTrackingQuestion, findTrackingDomain } from "./tracking/queries.ts";

/** How often somebody looks; a new account's domain waits no longer than this for its first check. */
const lookEveryMs = 5 * 60_000;
const askAgainMs = 24 * 60 * 60_000;

interface DailyParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
}

/** Has domains and lists asked once a day and complaints looked at each time, whichever worker looks first. */
export function startDailyChecks(parts: DailyParts & { readonly accounts: SendingAccountPorts }): {
  stop(): Promise<void>;
} {
  return repeat(lookEveryMs, async () => {
    await checkDueDomains(parts).catch((err: unknown) => parts.log.warn({ err }, "domains were not checked"));
    await checkDueBlocklists(parts).catch((err: unknown) => parts.log.warn({ err }, "blocklists were not asked"));
    await stopComplainedAccounts(parts, parts.accounts).catch((err: unknown) =>
      parts.log.warn({ err }, "complaints were not looked at"),
    );
  });
}

export function checkDueDomains(parts: DailyParts): Promise<void> {
  return inEachLiveWorkspace(parts, async (ctx, now) => {
    const before = new Date(now.getTime() - askAgainMs);
    for (const domain of new Set((await listSenders(ctx.tx)).map((sender) => sender.domain))) {
      if (await claimQuestion(ctx.tx, domain, { now, before })) await startCheck(ctx, domain);
    }
    const links = (await claimTrackingQuestion(ctx.tx, { now, before })) ? await findTrackingDomain(ctx.tx) : null;
    if (links !== null) await startTrackingCheck(ctx, links.domain);
  });
}

export function checkDueBlocklists(parts: DailyParts): Promise<void> {
  return inEachLiveWorkspace(parts, async (ctx, now) => {
    if ((await listSenders(ctx.tx)).length === 0) return;
    const before = new Date(now.getTime() - askAgainMs);
    if (await claimBlocklistCheck(ctx.tx, { now, before })) await startBlocklistCheck(ctx);
  });
}

/** The net under the look that each complaint brings with it. */
export function stopComplainedAccounts(parts: DailyParts, accounts: SendingAccountPorts): Promise<void> {
  return inEachLiveWorkspace(parts, (ctx) => stopComplained(ctx, accounts));
}

async function inEachLiveWorkspace(
  { database, clock, log }: DailyParts,
  work: (ctx: WorkContext, now: Date) => Promise<void>,
): Promise<void> {
  for (const id of await asSweep(database, listLiveWorkspaceIds)) {
    const machineNow = clock.machineNow();
    await inWorkspace(database, id, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) return;
      const actor = systemActor("deliverability checks");
      const requestId = newIdAt(machineNow);
      await work(makeContext({ tx, workspace, machineNow, actor, requestId, log, afterCommit: () => {} }), machineNow);
    });
  }
}
