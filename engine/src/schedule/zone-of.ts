import { addMs, DAY_MS, findZone, type Instant, toInstant, toLocal, type Zone } from "../base/index.ts";
import type { Definition } from "../sequence/index.ts";

/** The window is read in the contact's zone, else the sequence's (B6); an unknown zone never stops anybody. */
export function zoneOf(person: { readonly contactZone: string | null }, definition: Definition): Zone {
  if (definition.settings.timezoneMode === "contact" && person.contactZone !== null) {
    const zone = findZone(person.contactZone);
    if (zone.ok) return zone.value;
  }
  const zone = findZone(definition.settings.timezone);
  if (!zone.ok) throw new Error(`A published sequence names an unknown zone: ${definition.settings.timezone}`);
  return zone.value;
}

export function endOfLocalDay(zone: Zone, at: Instant): Instant {
  const { epochDay } = toLocal(zone, at);
  const next = toInstant(zone, epochDay + 1, 0);
  return next > at ? next : addMs(at, DAY_MS);
}
