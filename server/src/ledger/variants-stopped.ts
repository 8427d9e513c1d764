import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import type { Moment } from "./moment.ts";

/** A variant that a guard-rail stopped, and why. */
export interface StoppedVariant {
  readonly sequenceId: string;
  readonly stepId: string;
  readonly variantId: string;
  readonly reason: string;
}

/** Tells that nobody is dealt these any more: nobody chose it, so somebody should hear of it. */
export async function variantsStopped(tx: Tx, stopped: readonly StoppedVariant[], moment: Moment): Promise<void> {
  if (stopped.length === 0) return;
  const changes = new Changes(moment);
  const occurredAt = new Date(moment.now).toISOString();
  for (const { reason, ...variant } of stopped)
    changes.addEvent("variant.stopped", { occurredAt, ...variant, detail: reason });
  await changes.write(tx);
}
