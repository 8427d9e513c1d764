import { asInstant, type Instant } from "@haste/engine/base";
import { newIdAt, type WorkContext } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { readClockOffset } from "./queries/clock.ts";

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

/** The machine instant at which a due instant of the workspace arrives. */
export function onMachineClock(moment: Moment, dueAt: Instant): Date {
  return new Date(dueAt - moment.now + moment.machineNow);
}
