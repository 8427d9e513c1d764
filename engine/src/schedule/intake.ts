import { findZone, type Instant, toInstant, toLocal, UTC, type Zone } from "../base/index.ts";
import type { Definition, Intake } from "../sequence/index.ts";
import { dayOf } from "./capacity.ts";

/** Somebody whose first email of this episode has not left yet, in a sequence that limits how many begin on one day. */
export interface Newcomer {
  readonly sequenceId: string;
  readonly companyId: string | null;
}

/** People who begin on a day, by `intakeKey`: of the sequence in all (`companyId` null) and of one company. */
export type IntakeCounts = ReadonlyMap<string, number>;

export function intakeKey({ sequenceId, companyId }: Newcomer, day: Instant): string {
  return `${sequenceId}:${companyId ?? ""}:${day}`;
}

export function capsIntake({ settings: { intake } }: Definition): boolean {
  return intake.perDay !== null || intake.perCompanyPerDay !== null;
}

/** Days of the intake are those of the sequence's zone, whatever zone its people live in. */
export function zoneOfIntake({ settings }: Definition): Zone {
  const zone = findZone(settings.timezone);
  return zone.ok ? zone.value : UTC;
}

/** Somebody who looks for the day on which they begin. */
export interface Beginning {
  readonly newcomer: Newcomer;
  readonly definition: Definition;
  readonly counts: IntakeCounts;
}

export interface IntakePlace {
  /** Midnight of the sequence's zone: the day that counts this person. */
  readonly day: Instant;
  /** The instant asked for, or where a later day has room the opening of its window. */
  readonly at: Instant;
  /** The same where it is later, with the cap that delays. */
  readonly delay: { readonly limit: "intake"; readonly at: Instant; readonly cap: keyof Intake } | null;
}

/** Whoever plans a crowd ten years ahead has misread a cap: they wait for that day and are looked at again. */
const mostDays = 3_660;

/** The first day from that of `at` on which somebody may begin, skipping days on which the window never opens. */
export function placeFrom(
  { newcomer, definition, counts }: Beginning,
  at: Instant,
  opensFrom: (at: Instant) => Instant,
): IntakePlace {
  const zone = zoneOfIntake(definition);
  let cap: keyof Intake | null = null;
  let from = at;
  for (let days = 0; ; days += 1) {
    const day = dayOf(zone, from);
    const full = fullOn(newcomer, day, { caps: definition.settings.intake, counts });
    if (full === null || days === mostDays) {
      return { day, at: from, delay: cap === null ? null : { limit: "intake", at: from, cap } };
    }
    cap ??= full;
    from = opensFrom(toInstant(zone, toLocal(zone, from).epochDay + 1, 0));
  }
}

/** The cap that keeps somebody from beginning on a day; null where none does. */
export function fullOn(
  { sequenceId, companyId }: Newcomer,
  day: Instant,
  { caps, counts }: { readonly caps: Intake; readonly counts: Pick<IntakeCounts, "get"> },
): keyof Intake | null {
  const begun = (of: string | null) => counts.get(intakeKey({ sequenceId, companyId: of }, day)) ?? 0;
  if (caps.perDay !== null && begun(null) >= caps.perDay) return "perDay";
  if (caps.perCompanyPerDay === null || companyId === null) return null;
  return begun(companyId) >= caps.perCompanyPerDay ? "perCompanyPerDay" : null;
}

/** Counts somebody in on a day, in all and for their company. */
export function takeIntake({ sequenceId, companyId }: Newcomer, day: Instant, counts: Map<string, number>): void {
  for (const of of companyId === null ? [null] : [null, companyId]) {
    const key = intakeKey({ sequenceId, companyId: of }, day);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
