import { type Ask, checkListings, type Listing, namesOfHost } from "@haste/engine/deliverability";
import { type Clock, repeat } from "../../../platform/clock/index.ts";
import { asSweep, type Database, inWorkspace } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { claimHosts, type HostVerdict, workspacesToAsk, writeVerdicts } from "./queries.ts";

/** A version that was just published is asked about before most of its mails leave. */
const lookEveryMs = 15_000;
const askAgainMs = 24 * 60 * 60_000;
const unusedMs = 60 * askAgainMs;
/** Three lists, three names of a host, a tenth of a second between two questions: a look takes less than half a minute. */
const mostAtOnce = 25;

interface Parts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
  /** The lists, asked in turn and bounded for one look. */
  readonly openLists: () => Ask;
}

/** Has lists asked about the hosts that mails lead to, new ones soon and all of them daily, whichever worker looks first. */
export function startLinkLooks(parts: Parts): { stop(): Promise<void> } {
  return repeat(lookEveryMs, () =>
    askAboutLinks(parts).catch((err: unknown) => parts.log.warn({ err }, "lists were not asked about links")),
  );
}

/** Asks outside of any transaction. */
export async function askAboutLinks({ database, clock, openLists }: Parts): Promise<void> {
  const now = clock.machineNow();
  const before = new Date(now.getTime() - askAgainMs);
  const unusedSince = new Date(now.getTime() - unusedMs);
  for (const workspaceId of await asSweep(database, (sweep) => workspacesToAsk(sweep, before))) {
    const hosts = await inWorkspace(database, workspaceId, (tx) =>
      claimHosts(tx, { now, before, unusedSince, limit: mostAtOnce }),
    );
    if (hosts.length === 0) continue;
    const subjects = new Map(hosts.flatMap(namesOfHost).map((subject) => [subject.value, subject]));
    const listings = await checkListings([...subjects.values()], openLists());
    const verdicts = hosts.flatMap((host) => verdictOf(host, listings) ?? []);
    await inWorkspace(database, workspaceId, (tx) => writeVerdicts(tx, verdicts));
  }
}

/**
 * Only lists that large receivers ask hold a mail (`wide`). A host of which none of them said anything keeps what was known
 * of it: a name server that is silent clears nobody and accuses nobody.
 */
function verdictOf(host: string, listings: readonly Listing[]): HostVerdict | null {
  const names = new Set(namesOfHost(host).map(({ value }) => value));
  const said = listings.filter(
    ({ subject, weight, state }) => names.has(subject) && weight === "wide" && state !== "unknown",
  );
  if (said.length === 0) return null;
  const listed = said.find(({ state }) => state === "listed");
  return { host, listed: listed === undefined ? null : { by: listed.name, why: listed.detail } };
}
