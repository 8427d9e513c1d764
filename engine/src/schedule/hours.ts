/** The two calendars an email has to fit: the sequence's window for the person, and the workday of the account (B7). */
import { addMs, DAY_MS, earlierOf, findZone, type Instant, must } from "../base/index.ts";
import type { Definition, DefinitionWindow, SequenceProblem } from "../sequence/index.ts";
import { zoneOfAccount } from "./capacity.ts";
import { holidaysIn } from "./holidays.ts";
import { compileWindows, nextOpen, nextOpenInBoth, openUntil, type ZonedWindows } from "./windows.ts";

/** When the person behind a sending account works. */
export interface Workday extends DefinitionWindow {
  /** Null: the account's own zone. */
  readonly timezone: string | null;
}

/** An account as far as its workday is concerned. */
export interface WorkdayOwner {
  readonly zone: string;
  readonly workday: Workday | null;
}

/** @throws Error for a workday that never opens; none can be stored. */
export function compileWorkday({ zone, workday }: WorkdayOwner): ZonedWindows | null {
  if (workday === null) return null;
  const windows = must(compileWindows([workday]), "A sending account has an unusable workday");
  return { windows, zone: zoneOfAccount({ zone: workday.timezone ?? zone }) };
}

export interface Hours {
  readonly window: ZonedWindows;
  /** Null: the account sends at any hour. */
  readonly workday: ZonedWindows | null;
}

export type OpeningCode = "window" | "holiday" | "workday";

export interface Opening {
  readonly at: Instant;
  /** What was waited for on the way, each with the instant at which it was over. */
  readonly waits: readonly { readonly code: OpeningCode; readonly until: Instant }[];
}

/** Two calendars of weeks that do not meet in five of them do not meet by a holiday or two either. */
const horizonDays = 35;

/** The first instant not before `from` at which both are open; null where there is none for five weeks. */
export function findMeeting({ window, workday }: Hours, from: Instant): Instant | null {
  if (workday === null) return nextOpen(window.windows, window.zone, from, window.holidays);
  const met = nextOpenInBoth(window, workday, from, horizonDays);
  return met.ok ? met.value : null;
}

/** Summer time may let two calendars meet for a few weeks of the year only. */
const yearDays = 366;

/**
 * For those who do not meet in five weeks: the first instant of the coming year at which they do, so that whoever is kept
 * by it waits for a date and nobody has to look for them meanwhile. About a
 * millisecond (November 2026), where five weeks cost a tenth.
 */
export function findMeetingOfYear({ window, workday }: Hours, from: Instant): Instant | null {
  if (workday === null) return null;
  const met = nextOpenInBoth(window, workday, from, yearDays);
  return met.ok ? met.value : null;
}

/** As `findMeeting`, with its reasons. Where the two do not meet, the end of the search, so that whoever asks looks again then. */
export function findOpening(hours: Hours, from: Instant): Opening {
  const { windows, zone, holidays } = hours.window;
  const inWindow = nextOpen(windows, zone, from, holidays);
  const at = hours.workday === null ? inWindow : (findMeeting(hours, from) ?? addMs(from, horizonDays * DAY_MS));
  if (at === from) return { at, waits: [] };
  const inWeek = nextOpen(windows, zone, from);
  const waits: { code: OpeningCode; until: Instant }[] = [];
  if (inWeek > from) waits.push({ code: "window", until: inWeek });
  if (inWindow > inWeek) waits.push({ code: "holiday", until: inWindow });
  if (at > inWindow) waits.push({ code: "workday", until: at });
  return { at, waits };
}

/** The end of the stretch that is open at `at`. */
export function closesAt({ window, workday }: Hours, at: Instant): Instant {
  const closes = openUntil(window.windows, window.zone, at, window.holidays);
  return workday === null ? closes : earlierOf(closes, openUntil(workday.windows, workday.zone, at));
}

/**
 * The problem of a sequence whose window no active account's workday ever meets, as of `from`. The window is read in the
 * sequence's own zone: it is the one of everybody whose zone is not known. People with zones of their own might still be
 * reached, so there an admin may let it pass; whoever is not reached is held with this reason.
 */
export function workdayProblem(
  { settings }: Pick<Definition, "settings">,
  active: readonly WorkdayOwner[],
  from: Instant,
): SequenceProblem | null {
  const windows = compileWindows(settings.windows);
  const zone = findZone(settings.timezone);
  if (!windows.ok || !zone.ok || active.length === 0) return null;
  const window = { windows: windows.value, zone: zone.value, holidays: holidaysIn({ settings }, zone.value) };
  const meets = (owner: WorkdayOwner) => {
    const workday = compileWorkday(owner);
    return workday === null || nextOpenInBoth(window, workday, from, yearDays).ok;
  };
  if (active.some(meets)) return null;
  const detail = `The sending window (${settings.timezone}) and the workday of no active sending account ever meet, so nothing could be sent. Change the window, or a workday under Settings, Sending accounts.`;
  return { code: "window-unreachable", pointer: "/settings", detail, overridable: settings.timezoneMode === "contact" };
}
