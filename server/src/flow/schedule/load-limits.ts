import { asInstant, DAY_MS, type Instant } from "@haste/engine/base";
import { type Breaker, isKnownDomain, providerOfDomain, type Ramping } from "@haste/engine/pace";
import type { Cap, PlanAccount, SharedLimits, SharedScope, Snapshot } from "@haste/engine/schedule";
import { addProviderCapacity, readSharedCapacity } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { type AccountRow, type LimitsRow, readLimits } from "./queries.ts";

/** The domain of an address, in lower case. */
export function domainOf(emailKey: string): string {
  return emailKey.slice(emailKey.lastIndexOf("@") + 1).toLowerCase();
}

export interface LoadedLimits {
  readonly shared: Pick<Snapshot, "limits" | "mx">;
  /** Domains of which nobody knows yet, or any more, who reads their mail. */
  readonly unasked: readonly string[];
}

/** What all accounts share, for a plan of mail to these domains. */
export async function loadLimits(tx: Tx, domains: Iterable<string>, now: Instant): Promise<LoadedLimits> {
  const all = [...new Set(domains)];
  const row = await readLimits(
    tx,
    all.filter((domain) => !isKnownDomain(domain)),
    new Date(now),
  );
  if (row === null) return { shared: {}, unasked: [] };
  const { unasked } = row;
  const mx = row.mx === null ? {} : { mx: new Map(Object.entries(row.mx)) };
  const caps = capsOf(row);
  const isOn = (scope: SharedScope) => caps[scope].perHour !== null || caps[scope].perDay !== null;
  if (!isOn("workspace") && !isOn("domain") && !isOn("provider")) return { shared: mx, unasked };
  const providers = new Set(all.map((domain) => row.mx?.[domain] ?? providerOfDomain(domain)));
  const keys = {
    workspace: isOn("workspace") ? [""] : [],
    domain: isOn("domain") ? all : [],
    provider: isOn("provider") ? [...providers] : [],
  };
  const limits: SharedLimits = {
    zone: row.timezone,
    caps,
    used: await readSharedCapacity(tx, keys, asInstant(now - 2 * DAY_MS)),
  };
  return { shared: { ...mx, limits }, unasked };
}

function capsOf(row: LimitsRow): Record<SharedScope, Cap> {
  return {
    workspace: { perHour: row.workspace_per_hour, perDay: row.workspace_per_day },
    domain: { perHour: row.domain_per_hour, perDay: row.domain_per_day },
    provider: { perHour: row.provider_per_hour, perDay: row.provider_per_day },
  };
}

/** Its warm-up and what providers asked of it, as the plan takes them; nothing where there is neither. */
export function pacesOf({ ramp, levels, paces }: AccountRow): Pick<PlanAccount, "ramps" | "breakers"> {
  return {
    ...(ramp === null ? {} : { ramps: rampsOf(ramp, levels) }),
    ...(paces === null ? {} : { breakers: breakersOf(paces) }),
  };
}

function rampsOf(ramp: NonNullable<AccountRow["ramp"]>, levels: AccountRow["levels"]): Map<string, Ramping> {
  const { providers = {}, ...own } = ramp;
  const all = Object.entries({ "": own, ...providers });
  return new Map(all.map(([provider, one]) => [provider, { ramp: one, level: levels?.[provider] ?? null }]));
}

function breakersOf(paces: NonNullable<AccountRow["paces"]>): Map<string, Breaker> {
  return new Map(
    paces.map(({ provider, rests_until: rests, per_hour: perHour, trips, taken, is_stopped: isStopped }) => [
      provider,
      { restsUntil: rests === null ? null : asInstant(rests), perHour, trips, taken, struckAt: null, isStopped },
    ]),
  );
}

/** Reads what accounts sent to the providers that have a pace or a ramp of their own. */
export async function addProviderUse(
  tx: Tx,
  rows: readonly AccountRow[],
  used: ReadonlyMap<string, Map<string, number>>,
  from: Instant,
): Promise<void> {
  const wanted = rows.flatMap(({ id, ramp, paces }) => {
    const providers = new Set([...Object.keys(ramp?.providers ?? {}), ...(paces ?? []).map((pace) => pace.provider)]);
    return [...providers].map((provider) => ({ accountId: id, provider }));
  });
  await addProviderCapacity(tx, used, wanted, from);
}
