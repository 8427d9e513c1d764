import { randomBytes } from "node:crypto";
import { addFirstGoal } from "../catalog/goals/index.ts";
import { type CreatedWorkspace, createWorkspace } from "../catalog/identity/index.ts";
import { ensureSandboxAccount } from "../catalog/sending-accounts/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import type { WorkContext } from "../platform/context/index.ts";
import type { MasterKey } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";

export interface WantedWorkspace {
  readonly name: string;
  readonly mode: "sandbox" | "live";
  readonly timezone?: string;
  readonly ownerEmail?: string;
  readonly ownerName?: string;
}

/**
 * Makes a workspace; a sandbox with its sending account ready. Without an address the owner gets one that belongs to
 * this workspace alone: one person may own several, and whoever claims one must not come into another by it.
 */
export function makeWorkspace(
  { database, master }: { readonly database: Database; readonly master: MasterKey },
  wanted: WantedWorkspace,
): Promise<CreatedWorkspace> {
  const { name, mode, timezone, ownerEmail, ownerName } = wanted;
  const fill = async (ctx: WorkContext) => {
    await addFirstGoal(ctx);
    if (mode === "sandbox") await ensureSandboxAccount(ctx);
  };
  return createWorkspace(
    { db: database, master, machineNow: systemClock.machineNow(), fill },
    {
      name,
      mode,
      timezone: timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      owner: {
        email: ownerEmail ?? `owner-${randomBytes(4).toString("hex")}@haste.test`,
        name: ownerName ?? "Owner",
      },
    },
  );
}
