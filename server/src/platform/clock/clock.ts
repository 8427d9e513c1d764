/**
 * Machine time, as a port. Leases, fences, network, sessions and idempotency live on it; everything a customer would
 * call "when" lives on workspace time (`workspaceTime`). A use case takes the instant as an argument: only the wiring
 * and the loops that tick hold a `Clock`.
 */
export interface Clock {
  /** The present instant of this machine. */
  machineNow(): Date;
}

/** The part of a workspace row that moves its time: 0 in a live workspace, never decreasing in a sandbox. */
export interface WorkspaceClock {
  readonly clockOffsetMs: number;
}

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves forward by `ms` milliseconds; time never runs backward, so a negative step throws. */
  advance(ms: number): void;
}

/** The clock of the operating system. */
export const systemClock: Clock = { machineNow: () => new Date() };

/** A clock for tests that starts at `start` and moves only when told. */
export function manualClock(start: Date): ManualClock {
  let nowMs = start.getTime();
  if (Number.isNaN(nowMs)) throw new RangeError("manualClock needs a valid start instant.");
  return {
    machineNow: () => new Date(nowMs),
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`A clock only moves forward; got ${ms} ms.`);
      nowMs += ms;
    },
  };
}

/** The workspace's present: machine time plus its stored offset in milliseconds. */
export function workspaceTime(machineNow: Date, workspace: WorkspaceClock): Date {
  return new Date(machineNow.getTime() + workspace.clockOffsetMs);
}
