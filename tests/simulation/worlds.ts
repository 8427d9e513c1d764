import {
  addMs,
  asInstant,
  DAY_MS,
  HOUR_MS,
  type Instant,
  isoFromEpochDay,
  MINUTE_MS,
  nextBoolean,
  nextFloat,
  nextInt,
  type Random,
  randomFrom,
  seedFrom,
  uuidv7,
} from "@haste/engine/base";
import { compileWorkday, type PlanAccount, type Workday } from "@haste/engine/schedule";
import type { Definition, DefinitionWindow } from "@haste/engine/sequence";
import type { Behavior, Happening, HappeningKind, SimulatedPerson } from "@haste/engine/simulate";
import { oneOf, randomSteps, randomStopRules, randomTriggers } from "./random-steps.ts";

/** Everything a run depends on: the same seed gives the same world, on PostgreSQL and in memory. */
export interface RandomWorld {
  readonly seed: string;
  readonly workspaceId: string;
  readonly definition: Definition;
  readonly people: readonly SimulatedPerson[];
  readonly accounts: readonly RandomAccount[];
  readonly behavior: Behavior;
  readonly from: Instant;
  readonly until: Instant;
}

export interface RandomAccount extends PlanAccount {
  /** Its workday as it is stored. */
  readonly hours: Workday | null;
}

export interface WorldSize {
  readonly people: number;
  readonly accounts: number;
  readonly steps: number;
  readonly days: number;
}

/** Around Europe's and America's autumn changes of the clocks, and the date line. */
const begins = Date.parse("2026-10-20T00:00:00.000Z");
const zones = [
  "America/New_York",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "Europe/Berlin",
  "Europe/London",
  "Asia/Kolkata",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "UTC",
] as const;
const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export function randomWorld(seed: string, size: WorldSize): RandomWorld {
  const random = randomFrom(seedFrom("world", seed));
  const from = asInstant(begins + nextInt(random, 14 * 24 * 60) * MINUTE_MS + nextInt(random, 60_000));
  const ids = idMaker(random);
  const isCrowded = nextBoolean(random, 0.5);
  const definition = randomDefinition(random, ids, { ...size, isCrowded });
  const companies = [ids(), ids(), null];
  const people = Array.from({ length: 2 + nextInt(random, size.people - 1) }, (_, n): SimulatedPerson => {
    const title = oneOf(random, ["VP Sales", "CTO", null]);
    return {
      enrollmentId: uuidv7(addMs(from, n), bytesOf(random)),
      contactId: ids(),
      contactZone: nextBoolean(random, 0.8) ? oneOf(random, zones) : null,
      companyId: oneOf(random, companies),
      domain: oneOf(random, ["acme.example", "globex.example", "gmail.com"]),
      values: { person: { "contact.title": title }, custom: [] },
      accountId: null,
    };
  });
  const accounts = Array.from({ length: isCrowded ? 1 : 1 + nextInt(random, size.accounts) }, () => {
    return { ...randomAccount(random, ids()), ...(isCrowded ? crowded : {}) };
  });
  return {
    ...{ seed, workspaceId: ids(), definition, people, from, until: addMs(from, size.days * DAY_MS) },
    accounts: accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    behavior: scriptedPeople(seed, isCrowded),
  };
}

function idMaker(random: Random): () => string {
  let made = 0;
  return () => {
    made += 1;
    return uuidv7(asInstant(begins + made), bytesOf(random));
  };
}

function bytesOf(random: Random): Uint8Array {
  return Uint8Array.from({ length: 10 }, () => nextInt(random, 256));
}

function randomAccount(random: Random, id: string): RandomAccount {
  const zone = oneOf(random, zones);
  const hours = nextBoolean(random, 0.3)
    ? { ...randomWindow(random), timezone: oneOf(random, [null, ...zones]) }
    : null;
  return {
    ...{ id, isActive: nextBoolean(random, 0.93), zone, gapJitter: 0.5, hours },
    dailyLimit: 1 + nextInt(random, 5),
    hourlyLimit: 1 + nextInt(random, 4),
    minGapMs: oneOf(random, [0, 0, 20_000, 25 * MINUTE_MS]),
    ...{ used: new Map(), leavesAt: [], workday: compileWorkday({ zone, workday: hours }) },
  };
}

/**
 * Half of all worlds are crowded: one slow account, short delays, quick answers. There mail is planned in the evening and
 * canceled in the night, and others want the room and the slots that come free.
 */
const crowded = { isActive: true, dailyLimit: 6, hourlyLimit: 3, minGapMs: 25 * MINUTE_MS };

interface Shape extends WorldSize {
  readonly isCrowded: boolean;
}

function randomDefinition(random: Random, ids: () => string, { steps, isCrowded }: Shape): Definition {
  const drawn = randomSteps(random, ids, { most: steps, areQuick: isCrowded });
  const cap = () => oneOf(random, [null, null, 1, 2]);
  return {
    ...{ sequenceId: ids(), version: 1, name: "Random" },
    settings: {
      timezone: oneOf(random, zones),
      timezoneMode: oneOf(random, ["contact", "sequence"]),
      windows: Array.from({ length: 1 + nextInt(random, 2) }, () => randomWindow(random)),
      replyHandling: oneOf(random, ["stop", "stop", "pause", "continue"]),
      bounceHandling: oneOf(random, ["stop", "pause"]),
      tracking: { opens: true, clicks: true },
      ...{ reEntry: "never", cooldownDays: 0, intake: { perDay: cap(), perCompanyPerDay: cap() } },
      stopRules: nextBoolean(random, 0.3) ? randomStopRules(random) : null,
      triggers: nextBoolean(random, 0.3) ? randomTriggers(random, ids, drawn) : [],
      holidays: nextBoolean(random, 0.3) ? randomHolidays(random) : null,
    },
    steps: drawn,
  };
}

/** Some of the days of the world's first month, for everybody or in one country only. */
function randomHolidays(random: Random): NonNullable<Definition["settings"]["holidays"]> {
  const days = Array.from({ length: 45 }, (_, n) => Math.floor(begins / DAY_MS) + n);
  const some = () => days.filter(() => nextBoolean(random, 0.25));
  if (nextBoolean(random, 0.5)) return { calendarId: "c", always: some(), otherwise: [], byRegion: {} };
  return { calendarId: "c", always: [], otherwise: some(), byRegion: { DE: some(), US: some() } };
}

function randomWindow(random: Random): DefinitionWindow {
  const hour = (n: number) => `${String(n).padStart(2, "0")}:00`;
  if (nextBoolean(random, 0.2)) return { days: weekdays, start: "00:00", end: "24:00" };
  const days = weekdays.filter(() => nextBoolean(random, 0.7));
  const start = nextInt(random, 22);
  const end = Math.min(23, start + 1 + nextInt(random, 8));
  return { days: days.length === 0 ? ["tue"] : days, start: hour(start), end: hour(end) };
}

const shares: readonly (readonly [HappeningKind, number])[] = [
  ["opened", 0.5],
  ["clicked", 0.2],
  ["replied", 0.12],
  ["auto_replied", 0.12],
  ["bounced", 0.07],
  ["complained", 0.02],
  ["unsubscribed", 0.04],
];

/** People who do far more than real ones, at once or days later: what is rare is what goes wrong. */
function scriptedPeople(seed: string, areQuick: boolean): Behavior {
  return {
    afterEmail({ contactId, stepId, at, links }) {
      const random = randomFrom(seedFrom("script", seed, contactId, stepId));
      const happenings: Happening[] = [];
      for (const [kind, share] of shares) {
        const delayMs =
          oneOf(random, areQuick ? [0, 5 * HOUR_MS] : [0, 90_000, HOUR_MS, DAY_MS]) +
          nextInt(random, 40) * 17 * MINUTE_MS;
        if (!nextBoolean(random, share)) continue;
        const link = kind === "clicked" && links > 0 ? nextInt(random, links) : null;
        happenings.push({
          kind,
          at: addMs(at, nextBoolean(random, 0.1) ? 0 : delayMs),
          link,
          meta: metaOf(kind, at, random),
        });
      }
      return happenings.toSorted((a, b) => a.at - b.at);
    },
    afterTask({ contactId, stepId, at }) {
      const random = randomFrom(seedFrom("task", seed, contactId, stepId));
      if (nextBoolean(random, 0.15)) return null;
      return { at: addMs(at, nextFloat(random) * 3 * DAY_MS), outcome: oneOf(random, ["connected", "no answer"]) };
    },
  };
}

function metaOf(kind: HappeningKind, at: Instant, random: Random): Happening["meta"] {
  if (kind === "bounced") return { bounceType: oneOf(random, ["hard", "soft"]) };
  if (kind !== "auto_replied" || nextBoolean(random, 0.3)) return {};
  return { returnsOn: isoFromEpochDay(Math.floor(at / DAY_MS) + nextInt(random, 6)) };
}
