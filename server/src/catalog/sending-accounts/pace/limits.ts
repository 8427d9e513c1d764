import type { SendingLimits, SendingLimitsChanges } from "@haste/contract/nouns/sending-pace";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { SendingAccountPorts } from "../ports.ts";
import { findLimits, type LimitsRow, listOpenAccountIds, writeLimits } from "./queries.ts";

const none = {
  ...{ workspace_per_hour: null, workspace_per_day: null, domain_per_hour: null, domain_per_day: null },
  ...{ provider_per_hour: null, provider_per_day: null, version: 0 },
};

export async function showLimits(ctx: WorkContext): Promise<SendingLimits> {
  return toWire(await findLimits(ctx.tx, false));
}

/** Changes what is given, null takes a cap away. Whatever waits to leave is planned again, so a lower cap holds at once. */
export async function changeLimits(
  ctx: WorkContext & { readonly checkVersion: (version: number) => void },
  ports: Pick<SendingAccountPorts, "accountChanged">,
  change: SendingLimitsChanges,
): Promise<SendingLimits> {
  const before = await findLimits(ctx.tx, true);
  const known = before ?? none;
  ctx.checkVersion(known.version);
  const { workspace, domain, provider } = change;
  const or = (said: number | null | undefined, stood: number | null) => (said === undefined ? stood : said);
  const after: LimitsRow = {
    workspace_per_hour: or(workspace?.perHour, known.workspace_per_hour),
    workspace_per_day: or(workspace?.perDay, known.workspace_per_day),
    domain_per_hour: or(domain?.perHour, known.domain_per_hour),
    domain_per_day: or(domain?.perDay, known.domain_per_day),
    provider_per_hour: or(provider?.perHour, known.provider_per_hour),
    provider_per_day: or(provider?.perDay, known.provider_per_day),
    version: known.version + 1,
    updated_at: ctx.now,
  };
  await writeLimits(ctx.tx, after);
  for (const id of await listOpenAccountIds(ctx.tx)) await ports.accountChanged(ctx, id, { hours: true });
  await audit(ctx, "sending-limits.changed", { kind: "workspace", id: ctx.workspace.id }, { ...change });
  return toWire(after);
}

function toWire(row: LimitsRow | null): SendingLimits {
  const { version, ...caps } = row ?? none;
  return {
    workspace: { perHour: caps.workspace_per_hour, perDay: caps.workspace_per_day },
    domain: { perHour: caps.domain_per_hour, perDay: caps.domain_per_day },
    provider: { perHour: caps.provider_per_hour, perDay: caps.provider_per_day },
    version,
    updatedAt: row?.updated_at.toISOString() ?? null,
  };
}
