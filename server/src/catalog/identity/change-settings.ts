import { isDeepStrictEqual } from "node:util";
import { isZone } from "@haste/engine/base";
import type { Costs } from "@haste/engine/report";
import { audit } from "../../platform/audit/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { lockWorkspace, updateSettings, type WorkspaceRow } from "./queries/people.ts";

export interface SettingsChanges {
  readonly name?: string | undefined;
  readonly timezone?: string | undefined;
  readonly postalAddress?: string | undefined;
  readonly costs?: Costs | null | undefined;
}

/** Changes what is given; the rest stays. @throws Problem `zone_unknown`, `precondition_failed` */
export async function changeSettings(ctx: RequestContext, changes: SettingsChanges): Promise<WorkspaceRow> {
  const before = await lockWorkspace(ctx.tx);
  ctx.checkVersion(before.version);
  if (changes.timezone !== undefined && !isZone(changes.timezone)) {
    throw new Problem("zone_unknown", {
      detail: `"${changes.timezone}" is not a zone we know.`,
      errors: [{ pointer: "/timezone", code: "zone_unknown", detail: "Not a zone we know." }],
    });
  }
  const after = {
    name: changes.name ?? before.name,
    timezone: changes.timezone ?? before.timezone,
    postalAddress: changes.postalAddress ?? before.postalAddress,
    costs: changes.costs === undefined ? before.costs : changes.costs,
  };
  const changed = (["name", "timezone", "postalAddress", "costs"] as const).filter(
    (field) => !isDeepStrictEqual(after[field], before[field]),
  );
  if (changed.length === 0) return before;
  const row = await updateSettings(ctx.tx, { ...after, now: ctx.now });
  await audit(ctx, "settings.changed", { kind: "settings", id: null }, { fields: changed });
  return row;
}
