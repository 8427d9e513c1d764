import { findZone, type Instant, isoFromInstant, must, toLocal } from "@haste/engine/base";
import { providerOfDomain } from "@haste/engine/pace";
import { sharedScopes } from "@haste/engine/schedule";
import type { RandomWorld } from "./worlds.ts";

interface Send {
  readonly contactId: string;
  readonly accountId: string;
  readonly at: Instant;
}

/** The hour on the clock in UTC, and the day of a zone, by another way than the planner's. */
function periodsOf(zone: string, at: Instant): { readonly hour: string; readonly day: string } {
  const { epochDay } = toLocal(must(findZone(zone), zone), at);
  return { hour: isoFromInstant(at).slice(0, 13), day: String(epochDay) };
}

function countBy(sends: readonly Send[], keyOf: (send: Send) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const send of sends) counts.set(keyOf(send), (counts.get(keyOf(send)) ?? 0) + 1);
  return counts;
}

/** Over all accounts, to one domain and to one provider nothing is over its cap, in no hour and on no day. */
export function brokenLimits(world: RandomWorld, sends: readonly Send[]): string[] {
  const { limits, mx, people, second } = world;
  const everybody = [...people, ...(second?.people ?? [])];
  const domains = new Map(everybody.map(({ contactId, domain }) => [contactId, domain ?? ""]));
  const providerOf = (send: Send) => {
    const domain = domains.get(send.contactId) ?? "";
    return mx?.get(domain) ?? providerOfDomain(domain);
  };
  const faults = brokenRamps(world, sends, providerOf);
  if (limits === undefined) return faults;
  const keys = { workspace: () => "", domain: (send: Send) => domains.get(send.contactId) ?? "", provider: providerOf };
  for (const scope of sharedScopes) {
    const { perHour, perDay } = limits.caps[scope];
    for (const [period, cap] of [
      ["hour", perHour],
      ["day", perDay],
    ] as const) {
      if (cap === null) continue;
      const counts = countBy(sends, (send) => `${keys[scope](send)} ${periodsOf(limits.zone, send.at)[period]}`);
      for (const [key, count] of counts)
        if (count > cap) faults.push(`${scope} got ${count} of ${cap} in ${period} ${key}`);
    }
  }
  return faults;
}

/** No day of a ramp is over its ceiling: where it stands on a day depends on mail that was canceled too. */
function brokenRamps({ accounts }: RandomWorld, sends: readonly Send[], providerOf: (send: Send) => string): string[] {
  return accounts.flatMap((account) =>
    [...(account.ramps ?? [])].flatMap(([provider, { ramp }]) => {
      const isOwn = (send: Send) => provider === "" || providerOf(send) === provider;
      const own = sends.filter((send) => send.accountId === account.id && isOwn(send));
      const cap = Math.max(ramp.start, ramp.ceiling);
      return [...countBy(own, ({ at }) => periodsOf(account.zone, at).day)]
        .filter(([, count]) => count > cap)
        .map(([day, count]) => `the ramp ${provider} of ${account.id} let ${count} of ${cap} go on day ${day}`);
    }),
  );
}
