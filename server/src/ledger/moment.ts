import type { Instant } from "@haste/engine/base";

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

/** The machine instant at which a due instant of the workspace arrives. */
export function onMachineClock(moment: Moment, dueAt: Instant): Date {
  return new Date(dueAt - moment.now + moment.machineNow);
}

/** Stages that claim work; the numbers are stored with wake-ups and claims. */
export const stages = { schedule: 1, send: 2, acts: 3 } as const;

/** The lane of work that belongs to no sending account. */
export const noLane = "00000000-0000-0000-0000-000000000000";
