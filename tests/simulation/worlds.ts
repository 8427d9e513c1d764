import {
  addMs,
  asInstant,
  DAY_MS,
  HOUR_MS,
  type Instant,
  isoFromEpochDay,
  isoFromInstant,
  MINUTE_MS,
  nextBoolean,
  nextFloat,
  nextInt,
  type Random,
  randomFrom,
  seedFrom,
  uuidv7,
} from "@haste/engine/base";
import type { RunningTest } from "@haste/engine/experiment";
import {
  type Attention,
  compileWorkday,
  dueAfter,
  type PlanAccount,
  type SharedLimits,
  type Workday,
  zoneOf,
} from "@haste/engine/schedule";
import { type Definition, type DefinitionWindow, firstStep } from "@haste/engine/sequence";
import type { Behavior, Beside, Happening, HappeningKind, SimulatedPerson, Underway } from "@haste/engine/simulate";
import { oneOf, randomSteps, randomStopRules, randomTriggers } from "./random-steps.ts";

/** Everything a run depends on: the same seed gives the same world, on PostgreSQL and in memory. */
export interface RandomWorld {
  readonly seed: string;
  readonly workspaceId: string;
  readonly definition: Definition;
  readonly people: readonly SimulatedPerson[];
  /** A sequence of others on the same accounts, to which some ways of the first lead; its people were enrolled before. */
  readonly second: SecondSequence | null;
  /** The same as the simulator takes it. */
  readonly beside: Beside;
  /** Of the first sequence's emails; left out: none. */
  readonly tests?: ReadonlyMap<string, RunningTest>;
  readonly accounts: readonly RandomAccount[];
  /** What all accounts share. */
  readonly limits?: SharedLimits;
  /** What people, companies and domains get over all sequences; left out: as much as there is. */
  readonly attention?: Attention;
  /** Recipient providers as the DNS told them. */
  readonly mx?: ReadonlyMap<string, string>;
  readonly behavior: Behavior;
  readonly from: Instant;
  readonly until: Instant;
}

export interface SecondSequence {
  readonly definition: Definition;
  readonly people: readonly SimulatedPerson[];
}

export interface RandomAccount extends PlanAccount {
  /** Its ramp as it is stored. */
  readonly ramp?: unknown;
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

/**
 * Limits beyond single accounts and warm-ups in half of all worlds, from dice of their own: what else a world holds stays
 * as it was. Paces that providers asked for are left out: a simulation takes them as they stand, and real answers move them.
 */
function randomLimits(
  seed: string,
  accounts: readonly RandomAccount[],
): Pick<RandomWorld, "accounts" | "limits" | "mx"> {
  const random = randomFrom(seedFrom("limits", seed));
  if (nextBoolean(random, 0.5)) return { accounts };
  const cap = (most: number) => (nextBoolean(random, 0.5) ? null : 1 + nextInt(random, most));
  const caps = {
    workspace: { perHour: cap(5), perDay: cap(9) },
    domain: { perHour: cap(3), perDay: cap(4) },
    provider: { perHour: cap(4), perDay: cap(6) },
  };
  const ramp = (most: number) => ({
    ...{ start: 1 + nextInt(random, most), step: nextInt(random, 3), ceiling: 2 + nextInt(random, most) },
    restartAfterDays: 1 + nextInt(random, 5),
  });
  const warmed = accounts.map((account): RandomAccount => {
    if (nextBoolean(random, 0.4)) return account;
    const own = ramp(4);
    const providers = nextBoolean(random, 0.5) ? { google: ramp(2) } : {};
    const all = Object.entries({ "": own, ...providers });
    return {
      ...account,
      ramp: { ...own, providers },
      ramps: new Map(all.map(([key, one]) => [key, { ramp: one, level: null }])),
    };
  });
  const mx = nextBoolean(random, 0.5) ? { mx: new Map([["acme.example", "google"]]) } : {};
  return { accounts: warmed, limits: { zone: oneOf(random, zones), caps, used: new Map() }, ...mx };
}

/** A pool of some of the accounts in half of all worlds that have several, from dice of its own as well. */
function withPool(definition: Definition, seed: string, accounts: readonly RandomAccount[]): Definition {
  const random = randomFrom(seedFrom("pool", seed));
  const chosen = accounts.filter(() => nextBoolean(random, 0.7));
  if (accounts.length < 2 || chosen.length === 0 || nextBoolean(random, 0.5)) return definition;
  const sendingAccounts = chosen.map(({ id }) => ({ id, weight: 1 + nextInt(random, 3) }));
  return { ...definition, settings: { ...definition.settings, sendingAccounts } };
}

export function randomWorld(seed: string, size: WorldSize): RandomWorld {
  const random = randomFrom(seedFrom("world", seed));
  const from = asInstant(begins + nextInt(random, 14 * 24 * 60) * MINUTE_MS + nextInt(random, 60_000));
  const ids = idMaker(random);
  const isCrowded = nextBoolean(random, 0.5);
  const shape = { ...size, isCrowded, leadsTo: null };
  const other = nextBoolean(random, 0.5) ? randomDefinition(random, ids, shape) : null;
  const definition = randomDefinition(random, ids, { ...shape, leadsTo: other?.sequenceId ?? null });
  const companies = [ids(), ids(), null];
  const count = 2 + nextInt(random, size.people - 1);
  const people = Array.from({ length: count }, (_, n) =>
    randomPerson(random, { ids, companies, at: addMs(from, n - 1_000) }),
  );
  const second =
    other === null ? null : { definition: other, people: randomOthers(random, { ids, companies, people, from }) };
  const accounts = Array.from({ length: isCrowded ? 1 : 1 + nextInt(random, size.accounts) }, () => {
    return { ...randomAccount(random, ids()), ...(isCrowded ? crowded : {}) };
  });
  return {
    ...{
      seed,
      workspaceId: ids(),
      definition: withPool(definition, seed, accounts),
      people,
      from,
      until: addMs(from, size.days * DAY_MS),
    },
    ...{ second, beside: second === null ? nothingBeside : besideOf(second, from) },
    ...randomLimits(
      seed,
      accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ),
    behavior: scriptedPeople(seed, isCrowded),
  };
}

interface Drawing {
  readonly ids: () => string;
  readonly companies: readonly (string | null)[];
}

/** @param at when they were enrolled, a little before the world begins: whoever enters later has a later id */
function randomPerson(random: Random, { ids, companies, at }: Drawing & { readonly at: Instant }): SimulatedPerson {
  const title = oneOf(random, ["VP Sales", "CTO", null]);
  return {
    enrollmentId: uuidv7(at, bytesOf(random)),
    contactId: ids(),
    contactZone: nextBoolean(random, 0.8) ? oneOf(random, zones) : null,
    companyId: oneOf(random, companies),
    domain: oneOf(random, ["acme.example", "globex.example", "gmail.com"]),
    values: { person: { "contact.title": title }, custom: [] },
    accountId: null,
  };
}

/** Some of the first sequence's people as well as strangers. */
function randomOthers(
  random: Random,
  { people, from, ...drawing }: Drawing & { readonly people: readonly SimulatedPerson[]; readonly from: Instant },
): SimulatedPerson[] {
  const both = people.filter(() => nextBoolean(random, 0.3));
  const strangers = Array.from({ length: nextInt(random, people.length + 1) }, () => null);
  return [...both, ...strangers].map((one, n) => {
    const at = addMs(from, n - 2_000);
    if (one === null) return randomPerson(random, { ...drawing, at });
    return { ...one, enrollmentId: uuidv7(at, bytesOf(random)) };
  });
}

const nothingBeside: Beside = { people: [], open: new Map(), earlier: new Map() };

export function besideOf({ definition, people }: SecondSequence, from: Instant): Beside {
  return {
    people: people.map((person) => justEnrolled(person, definition, from)),
    open: new Map([[definition.sequenceId, { definition, isPaused: false }]]),
    earlier: new Map(),
  };
}

function justEnrolled(person: SimulatedPerson, definition: Definition, from: Instant): Underway {
  const first = firstStep(definition);
  if (first === null) throw new Error("a random sequence has no step");
  const dueAt = dueAfter(first.delay, from, { definition, zone: zoneOf(person, definition) });
  return {
    ...{ person, definition, order: 0, isHeld: false, intakeDay: null, mailed: [], tasks: new Map(), waiting: null },
    ...{ enrolledAt: isoFromInstant(from), context: {}, emails: [], outcomes: [] },
    state: {
      ...{ id: person.enrollmentId, contactId: person.contactId, sequenceId: definition.sequenceId },
      ...{ sequenceVersion: definition.version, status: "active", currentStepId: first.id, stepDueAt: dueAt, dueAt },
      ...{ pauseReason: null, resumeAt: null, repliedAt: null, completedAt: null, stoppedAt: null, stopReason: null },
    },
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
  readonly leadsTo: string | null;
}

function randomDefinition(random: Random, ids: () => string, { steps, isCrowded, leadsTo }: Shape): Definition {
  const drawn = randomSteps(random, ids, { most: steps, areQuick: isCrowded, leadsTo });
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
      ...{
        reEntry: oneOf(random, ["never", "afterFinish", "always"]),
        cooldownDays: 0,
        intake: { perDay: cap(), perCompanyPerDay: cap() },
      },
      stopRules: nextBoolean(random, 0.3) ? randomStopRules(random) : null,
      triggers: nextBoolean(random, 0.3) ? randomTriggers(random, ids, { steps: drawn, leadsTo }) : [],
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
