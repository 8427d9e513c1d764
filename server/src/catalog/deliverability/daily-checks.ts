import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../platform/clock/index.ts";
import { loadWorkspace, makeContext, newIdAt, systemActor } from "../../platform/context/index.ts";
import { asSweep, type Database, inWorkspace } from "../../platform/db/index.ts";
import type { Log } from "../../platform/log/index.ts";
import { listSenders } from "../sending-accounts/index.ts";
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

/** Has every domain of a live workspace checked once a day, whichever worker looks first. */
export function startDailyChecks(parts: DailyParts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    while (!signal.aborted) {
      await checkDueDomains(parts).catch((err: unknown) => parts.log.warn({ err }, "domains were not checked"));
      await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

export async function checkDueDomains({ database, clock, log }: DailyParts): Promise<void> {
  for (const id of await asSweep(database, listLiveWorkspaceIds)) {
    const now = clock.machineNow();
    await inWorkspace(database, id, async (tx) => {
      const workspace = await loadWorkspace(tx);
      if (workspace === null) return;
      const actor = systemActor("domain checks");
      const ctx = makeContext({
        tx,
        workspace,
        machineNow: now,
        actor,
        requestId: newIdAt(now),
        log,
        afterCommit: () => {},
      });
      const before = new Date(now.getTime() - askAgainMs);
      for (const domain of new Set((await listSenders(tx)).map((sender) => sender.domain))) {
        if (await claimQuestion(tx, domain, { now, before })) await startCheck(ctx, domain);
      }
      const links = (await claimTrackingQuestion(tx, { now, before })) ? await findTrackingDomain(tx) : null;
      if (links !== null) await startTrackingCheck(ctx, links.domain);
    });
  }
}
