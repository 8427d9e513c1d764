import { asInstant } from "@haste/engine/base";
import type { Moment } from "../../ledger/index.ts";
import { claimLeaseMs } from "../../ledger/index.ts";
import { newIdAt } from "../../platform/context/index.ts";
import { Committer } from "./committer.ts";
import { Lane, type LaneParts } from "./lane.ts";

export interface SenderParts extends Omit<LaneParts, "committer" | "leaseMs" | "onClock"> {
  /** Overrides how long a claim lives without renewal (tests of workers that stand still). */
  readonly leaseMs?: number;
  /** After each commit that may have told something. */
  readonly onCommitted: (workspaceId: string) => void;
}

/** The send stage of one process: a lane per account, a committer per workspace, all kept while they have work. */
export interface Sender {
  /** Sends what is due of one account; false where this process is at it already. */
  runLane(workspaceId: string, accountId: string): Promise<number>;
  isBusy(workspaceId: string): boolean;
  /** Whether this process still works on a claim of its own; if not, recovery settles it. */
  holds(claimId: string): boolean;
  /** Nothing new is claimed; resolves when every mail under way has its recorded result. */
  stop(): Promise<void>;
}

export function createSender(parts: SenderParts): Sender {
  const committers = new Map<string, Committer>();
  /** By how much each workspace's clock is ahead, as its latest claim read it: it goes forward only, and never under a claim. */
  const offsets = new Map<string, number>();
  const lanes = new Map<string, Lane>();
  const running = new Map<string, Promise<number>>();
  const leaseMs = parts.leaseMs ?? claimLeaseMs;

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
        log: parts.log,
        moment: () => moment(workspaceId),
        onCommitted: () => parts.onCommitted(workspaceId),
      });
      committers.set(workspaceId, committer);
    }
    return committer;
  }

  async function run(key: string, workspaceId: string, accountId: string): Promise<number> {
    let lane = lanes.get(key);
    if (lane === undefined) {
      const onClock = (offsetMs: number) =>
        void offsets.set(workspaceId, Math.max(offsetMs, offsets.get(workspaceId) ?? offsetMs));
      lane = new Lane(workspaceId, accountId, { ...parts, leaseMs, committer: committerOf(workspaceId), onClock });
      lanes.set(key, lane);
    }
    try {
      return await lane.run();
    } finally {
      await committerOf(workspaceId).drain();
    }
  }

  // A third of the lease: two renewals may fail before anybody takes the claim over.
  const renewal = setInterval(() => {
    for (const lane of lanes.values()) {
      lane.renew().catch((err: unknown) => parts.log.warn({ err }, "a lane's claims could not be renewed"));
    }
  }, leaseMs / 3);

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
    holds: (claimId) => [...lanes.values()].some((lane) => lane.holds(claimId)),
    async stop() {
      clearInterval(renewal);
      for (const lane of lanes.values()) await lane.stop();
      const stopped = [...committers.values()].map((committer) => committer.stop());
      await Promise.allSettled(running.values());
      await Promise.all(stopped);
      await Promise.all([...committers.values()].map((committer) => committer.stop()));
    },
  };
}
