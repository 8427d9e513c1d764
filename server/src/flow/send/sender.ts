import { asInstant } from "@haste/engine/base";
import type { Moment } from "../../ledger/index.ts";
import { momentIn } from "../../ledger/index.ts";
import { newIdAt } from "../../platform/context/index.ts";
import { inWorkspace } from "../../platform/db/index.ts";
import { Committer } from "./committer.ts";
import { Lane, type LaneParts } from "./lane.ts";

export interface SenderParts extends Omit<LaneParts, "committer"> {
  /** After each commit that may have told something. */
  readonly onCommitted: (workspaceId: string) => void;
}

/** The send stage of one process: a lane per account, a committer per workspace, all kept while they have work. */
export interface Sender {
  /** Sends what is due of one account; false where this process is at it already. */
  runLane(workspaceId: string, accountId: string): Promise<number>;
  isBusy(workspaceId: string): boolean;
  /** Nothing new is claimed; resolves when every mail under way has its recorded result. */
  stop(): Promise<void>;
}

/** A third of the lease: two renewals may fail before anybody takes the claim over. */
const renewEveryMs = 5 * 60_000;

export function createSender(parts: SenderParts): Sender {
  const committers = new Map<string, Committer>();
  const offsets = new Map<string, number>();
  const lanes = new Map<string, Lane>();
  const running = new Map<string, Promise<number>>();

  function moment(workspaceId: string): Moment {
    const machineNow = parts.machineNow();
    const now = asInstant(machineNow.getTime() + (offsets.get(workspaceId) ?? 0));
    return { now, machineNow: asInstant(machineNow.getTime()), newId: () => newIdAt(machineNow) };
  }

  function committerOf(workspaceId: string): Committer {
    let committer = committers.get(workspaceId);
    if (committer === undefined) {
      committer = new Committer({
        database: parts.database,
        workspaceId,
        moment: () => moment(workspaceId),
        onCommitted: () => parts.onCommitted(workspaceId),
      });
      committers.set(workspaceId, committer);
    }
    return committer;
  }

  async function run(key: string, workspaceId: string, accountId: string): Promise<number> {
    const machineNow = parts.machineNow();
    await inWorkspace(parts.database, workspaceId, async (tx) => {
      const { now, machineNow: at } = await momentIn(tx, machineNow);
      offsets.set(workspaceId, now - at);
    });
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = new Lane(workspaceId, accountId, { ...parts, committer: committerOf(workspaceId) });
      lanes.set(key, lane);
    }
    const taken = await lane.run();
    await committerOf(workspaceId).drain();
    return taken;
  }

  const renewal = setInterval(() => {
    for (const lane of lanes.values()) {
      lane.renew().catch((err: unknown) => parts.log.warn({ err }, "a lane's claims could not be renewed"));
    }
  }, renewEveryMs);

  return {
    runLane(workspaceId, accountId) {
      const key = `${workspaceId} ${accountId}`;
      const known = running.get(key);
      if (known !== undefined) return known;
      const started = run(key, workspaceId, accountId).finally(() => running.delete(key));
      running.set(key, started);
      return started;
    },
    isBusy: (workspaceId) => [...running.keys()].some((key) => key.startsWith(workspaceId)),
    async stop() {
      clearInterval(renewal);
      for (const lane of lanes.values()) await lane.stop();
      const finished = [...committers.values()].map((committer) => committer.finish());
      await Promise.allSettled(running.values());
      await Promise.allSettled(finished);
      for (const committer of committers.values()) await committer.drain();
    },
  };
}
