/** When one person would come to each step, by the planner itself. Loaded late: it brings the planner. */

import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { HolidayCalendar } from "@haste/contract/nouns/calendar";
import type { Contact } from "@haste/contract/nouns/crm";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { asInstant, epochDayFromIso } from "@haste/engine/base";
import type { PersonalizationContext } from "@haste/engine/render";
import { foreseeWay, resolveCalendar, zoneOf } from "@haste/engine/schedule";
import type { DefinitionHolidays } from "@haste/engine/sequence";
import { draftDefinition } from "./draft-definition.ts";
import type { Steps } from "./model.ts";
import { runningTests } from "./running-tests.ts";

export interface Forecast {
  /** By step; missing where their way does not come to it, or somebody has to act before. */
  readonly at: ReadonlyMap<string, Date>;
  /** In which the person's window is read, and their dates are said. */
  readonly zone: string;
}

interface Asked {
  readonly sequence: Sequence;
  readonly steps: Steps;
  readonly person: Contact;
  /** What templates may ask of them: conditions ask the same. */
  readonly context: PersonalizationContext;
  readonly calendar: HolidayCalendar | null;
  readonly tests: readonly AbTest[];
  readonly now: Date;
  readonly workspaceId: string;
}

export function forecastOf(asked: Asked): Forecast {
  const { sequence, steps, person, context, calendar, now, workspaceId } = asked;
  const holidays = calendar === null ? null : holidaysOf(calendar);
  const definition = draftDefinition(sequence, steps, { templates: [], holidays });
  const who = { contactId: person.id, contactZone: person.timezone, ...factsOf(person, context) };
  const way = foreseeWay(definition, who, {
    ...{ now: asInstant(now.getTime()), seed: workspaceId, tests: runningTests(asked.tests) },
  });
  return { at: new Map(way.map(({ stepId, at }) => [stepId, new Date(at)])), zone: zoneOf(who, definition) };
}

function holidaysOf({ id, regions, byContactRegion, days }: HolidayCalendar): DefinitionHolidays {
  const own = days.flatMap(({ date }) => {
    const day = epochDayFromIso(date);
    return day.ok ? [day.value] : [];
  });
  return resolveCalendar({ id, regions, byContactRegion, days: own });
}

/** By the names conditions use. */
function factsOf({ tags, createdAt }: Contact, { contact, company, deal, customData }: PersonalizationContext) {
  const person = {
    "contact.firstName": contact.firstName,
    "contact.lastName": contact.lastName,
    "contact.email": contact.email,
    "contact.domain": contact.email.split("@").at(-1)?.toLowerCase(),
    "contact.title": contact.title,
    "contact.timezone": contact.timezone,
    "contact.tags": tags,
    "contact.createdAt": createdAt,
    "company.name": company?.name,
    "company.domain": company?.domain,
    "company.industry": company?.industry,
    "deal.name": deal?.name,
    "deal.stage": deal?.stage,
  };
  return { person, custom: [customData, contact.customFields, company?.customFields ?? null] };
}
