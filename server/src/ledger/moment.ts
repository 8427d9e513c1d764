import { asInstant, type Instant } from "@haste/engine/base";
import { newIdAt, type WorkContext } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { readClockOffset } from "./queries/clock.ts";
import { takeWakeups } from "./queries/flow-control.ts";

/**
 * When and as whom the ledger writes. `now` is workspace time: it dates what people see. `machineNow` is the clock of
 * leases and wake-ups. Both come from the caller; the ledger never asks a clock, in TypeScript or in SQL.
 */
export interface Moment {
  readonly now: Instant;
  readonly machineNow: Instant;
  /** A fresh UUIDv7. */
  readonly newId: () => string;
}

/** The moment of a use case. */
export function momentOf(ctx: WorkContext): Moment {
  return {
    now: asInstant(ctx.now.getTime()),
    machineNow: asInstant(ctx.machineNow.getTime()),
    newId: () => ctx.newId(),
  };
}

/** The moment of a stage: the workspace's clock as its row says inside this transaction. */
export async function momentIn(tx: Tx, machineNow: Date): Promise<Moment> {
  const offsetMs = await readClockOffset(tx);
  return {
    now: asInstant(machineNow.getTime() + offsetMs),
    machineNow: asInstant(machineNow.getTime()),
    newId: () => newIdAt(machineNow),
  };
}

/**
 * The moment of a lane that something woke, whose wake-ups it takes; null where nothing did or another worker has them.
 * They are taken before the clock is read: a sandbox whose clock is moved meanwhile wakes the lane anew, and whoever took
 * that wake-up by the clock of before would find nothing due and leave the lane asleep.
 */
export async function wokenMoment(
  tx: Tx,
  { stage, lane }: { readonly stage: number; readonly lane: string },
  machineNow: Date,
): Promise<Moment | null> {
  const woken = await takeWakeups(tx, stage, lane, asInstant(machineNow.getTime()));
  return woken === 0 ? null : momentIn(tx, machineNow);
}

/** The machine instant at which a due instant of the workspace arrives. */
export function onMachineClock(moment: Moment, dueAt: Instant): Date {
  return new Date(dueAt - moment.now + moment.machineNow);
}
