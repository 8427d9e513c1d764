import { asInstant, HOUR_MS, type Instant } from "@haste/engine/base";
import { handOn, type InLine } from "@haste/engine/schedule";
import type { Tx } from "../platform/db/index.ts";
import { loadDefinition } from "./definitions.ts";
import { callUp, readGivenPlaces, readIntake, readLine } from "./queries/intake.ts";

/**
 * Hands the places on that these people gave up by leaving before their first mail (decision 0014): whoever moves up is
 * due now. True where somebody is. Costs one look-up by key where nobody had a place, which is almost always.
 */
export async function handPlacesOn(tx: Tx, leaverIds: readonly string[], now: Instant): Promise<boolean> {
  if (leaverIds.length === 0) return false;
  // The sequence's day may have begun 24 hours ago, and 25 where its clocks went back.
  const given = await readGivenPlaces(tx, leaverIds, asInstant(now - 25 * HOUR_MS));
  let called = 0;
  for (const [sequenceId, places] of Map.groupBy(given, (place) => place.sequence_id)) {
    const days = places.map(({ day }) => asInstant(day.getTime()));
    const first = asInstant(Math.min(...days));
    const line = await lineOf(tx, sequenceId, { after: first, now });
    if (line.length === 0) continue;
    const counts = await readIntake(tx, [sequenceId], { from: first, without: [] });
    const ids = handOn(days, line, { counts, now });
    if (ids.length > 0) called += await callUp(tx, ids, now);
  }
  return called > 0;
}

async function lineOf(
  tx: Tx,
  sequenceId: string,
  from: { readonly after: Instant; readonly now: Instant },
): Promise<InLine[]> {
  const line: InLine[] = [];
  for (const row of await readLine(tx, sequenceId, from)) {
    line.push({
      enrollmentId: row.id,
      newcomer: { sequenceId, companyId: row.company_id },
      day: asInstant(row.day.getTime()),
      stepDueAt: asInstant(row.step_due_at.getTime()),
      contactZone: row.timezone,
      definition: await loadDefinition(tx, sequenceId, row.sequence_version),
    });
  }
  return line;
}
