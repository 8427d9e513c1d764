import { findZone, type Instant, isoFromInstant, must, toLocal, UTC } from "@haste/engine/base";
import { viewOf } from "@haste/engine/react";
import { periodKey, periodsAt, zoneOf } from "@haste/engine/schedule";
import { type LogLine, SimulatedWorld } from "@haste/engine/simulate";
import { holidaysIn } from "../../engine/src/schedule/holidays.ts";
import { compileWindows, isOpen } from "../../engine/src/schedule/windows.ts";
import { brokenLimits } from "./check-limits.ts";
import type { RandomWorld } from "./worlds.ts";

export interface CheckedWorld {
  readonly people: number;
  readonly sends: number;
  /** Each broken promise as a sentence; none in a sound world. */
  readonly faults: readonly string[];
}

/** Lets a world run in memory and holds its log to what the product promises. */
export function checkWorld(world: RandomWorld): CheckedWorld {
  const simulated = new SimulatedWorld({ ...world, seed: world.workspaceId }).run();
  const log = simulated.walkers.flatMap((walker) => walker.log);
  const sends = log.filter(isSend);
  // Room and gaps are shared with whoever else sends from these accounts.
  const all = simulated.everybody.flatMap((walker) => walker.log).filter(isSend);
  const faults = [
    ...brokenCaps(world, all),
    ...brokenLimits(world, all),
    ...brokenGaps(world, all),
    ...brokenWindows(world, sends),
    ...brokenIntake(world, sends),
    ...brokenWays(world, log),
    ...lostPeople(simulated),
  ];
  return { people: world.people.length, sends: sends.length, faults };
}

type Send = LogLine & { readonly accountId: string; readonly stepId: string };

function isSend(line: LogLine): line is Send {
  return line.decision === "send";
}

/** No account sends more in an hour, or in a day of its own zone, than it may. */
function brokenCaps({ accounts }: RandomWorld, sends: readonly Send[]): string[] {
  const faults: string[] = [];
  for (const account of accounts) {
    const counts = new Map<string, number>();
    for (const { accountId, at } of sends) {
      if (accountId !== account.id) continue;
      const { hour, day } = periodsAt(account, at);
      for (const key of [periodKey(hour), periodKey(day)]) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    for (const [key, count] of counts) {
      const cap = key.startsWith("hour") ? account.hourlyLimit : account.dailyLimit;
      if (count > cap) faults.push(`account ${account.id} sent ${count} of ${cap} in ${key}`);
    }
  }
  return faults;
}

/** An account keeps at least the least of its gap, however the jitter falls. */
function brokenGaps({ accounts }: RandomWorld, sends: readonly Send[]): string[] {
  return accounts.flatMap((account) => {
    const instants = sends.filter(({ accountId }) => accountId === account.id).map(({ at }) => at);
    const ascending = instants.toSorted((a, b) => a - b);
    const least = account.minGapMs * (1 - account.gapJitter) - 1;
    return ascending.flatMap((at, place) => {
      const gap = place === 0 ? Number.POSITIVE_INFINITY : at - (ascending[place - 1] as Instant);
      return gap < least ? [`account ${account.id} left a gap of ${gap} ms before ${isoFromInstant(at)}`] : [];
    });
  });
}

/** Nobody is written to while the window is closed where they are, on a holiday of theirs, or out of the account's hours. */
function brokenWindows({ definition, people, accounts }: RandomWorld, sends: readonly Send[]): string[] {
  const windows = must(compileWindows(definition.settings.windows), "windows");
  const zones = new Map(people.map((person) => [person.contactId, zoneOf(person, definition)]));
  const workdays = new Map(accounts.map((account) => [account.id, account.workday]));
  return sends
    .filter(({ contactId, accountId, at }) => {
      const zone = zones.get(contactId) ?? UTC;
      const workday = workdays.get(accountId) ?? null;
      const isAtWork = workday === null || isOpen(workday.windows, workday.zone, at);
      return !isAtWork || !isOpen(windows, zone, at, holidaysIn(definition, zone));
    })
    .map(({ contactId, at }) => `${contactId} got mail at ${isoFromInstant(at)}, outside of somebody's hours`);
}

/** No more people get their first email on a day of the sequence's zone than may begin, in all and of one company. */
function brokenIntake({ definition, people }: RandomWorld, sends: readonly Send[]): string[] {
  const { intake, timezone } = definition.settings;
  const zone = must(findZone(timezone), timezone);
  const companies = new Map(people.map((person) => [person.contactId, person.companyId]));
  const begun = new Map<string, number>();
  const seen = new Set<string>();
  for (const { contactId, at } of sends.toSorted((a, b) => a.at - b.at)) {
    if (seen.has(contactId)) continue;
    seen.add(contactId);
    const { epochDay } = toLocal(zone, at);
    for (const key of [`day ${epochDay}`, `company ${companies.get(contactId)} ${epochDay}`])
      begun.set(key, (begun.get(key) ?? 0) + 1);
  }
  return [...begun].flatMap(([key, count]) => {
    const isAll = key.startsWith("day");
    const cap = isAll ? intake.perDay : intake.perCompanyPerDay;
    return cap === null || count <= cap || key.startsWith("company null") ? [] : [`${count} of ${cap} began: ${key}`];
  });
}

/** One email per step, steps in their order, one account all along, and nothing after the end. */
function brokenWays({ definition, people }: RandomWorld, log: readonly LogLine[]): string[] {
  const orders = new Map(definition.steps.map((step) => [step.id, step.order]));
  const leadsBack = definition.settings.triggers?.some((trigger) => trigger.do.action === "move") === true;
  const byContact = Map.groupBy(log, (line) => line.contactId);
  return people.flatMap(({ contactId }) => {
    const faults: string[] = [];
    let [order, ends, account]: [number, number, string | null] = [-1, 0, null];
    const mailed = new Set<string>();
    for (const line of byContact.get(contactId) ?? []) {
      const isMove = /^(send|task$|skip|branch|wait|enroll|hold|pause|resume)/.test(line.decision);
      if (ends > 0 && isMove) faults.push(`${contactId} goes on after the end: ${line.decision}`);
      if (/^(finish|stop)/.test(line.decision)) ends += 1;
      if (!isSend(line)) continue;
      const here = orders.get(line.stepId) ?? -1;
      // A trigger may lead back, and never to a second email of the same step.
      if (here <= order && !leadsBack) faults.push(`${contactId} got step ${here} after step ${order}`);
      if (mailed.has(line.stepId)) faults.push(`${contactId} got step ${here} twice`);
      mailed.add(line.stepId);
      if (account !== null && account !== line.accountId) faults.push(`${contactId} heard from two accounts`);
      [order, account] = [here, line.accountId];
    }
    if (ends > 1) faults.push(`${contactId} ended ${ends} times`);
    return faults;
  });
}

/** Everybody is in exactly one state at the end, and whoever is not through waits for something that has a name. */
function lostPeople(simulated: SimulatedWorld): string[] {
  return simulated.walkers.flatMap((walker) => {
    const { state, email, isHeld, tasks } = walker;
    const view = viewOf(state, null, simulated.now);
    const ends = walker.log.filter(({ decision }) => /^(finish|stop)/.test(decision)).length;
    if ((view === "done" || view === "stopped") !== (ends === 1)) return [`${state.id} is ${view} with ${ends} ends`];
    const waits =
      ends === 1 ||
      email !== null ||
      isHeld ||
      state.dueAt !== null ||
      state.status === "paused" ||
      [...tasks.values()].includes("open");
    return waits ? [] : [`${state.id} stands at ${state.currentStepId} and waits for nothing`];
  });
}
