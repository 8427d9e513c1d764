import { addMs, DAY_MS, isoFromInstant } from "@haste/engine/base";
import { type Goal, mayReachGoal, reach } from "@haste/engine/goal";
import { shareOut } from "@haste/engine/report";
import type { Signal } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import type { Changes } from "./changes.ts";
import {
  insertConversionPeople,
  insertConversions,
  type NewConversion,
  readDeals,
  readGoals,
  readWonStages,
} from "./queries/conversions.ts";

type Told = Pick<Signal, "kind" | "contactId" | "meta" | "occurredAt">;

/**
 * Stores the goals that these signals reach, in their transaction. A goal is reached whether or not anybody was mailed
 * before: who shares in it is asked when it is read, and who was held out may reach it too.
 */
export async function noteConversions(tx: Tx, signals: readonly Told[], changes: Changes): Promise<void> {
  const telling = signals.filter((signal) => mayReachGoal(signal));
  if (telling.length === 0) return;
  const goals = (await readGoals(tx)).filter(({ kind }) => telling.some((signal) => signal.kind === kind));
  if (goals.length === 0) return;
  const conversions = await findReached(tx, telling, { goals, newId: () => changes.moment.newId() });
  if (conversions.length === 0) return;
  const stored = await insertConversions(tx, conversions);
  const fresh = conversions.filter(({ id }) => stored.has(id));
  if (fresh.length === 0) return;
  insertConversionPeople(tx, fresh);
  for (const conversion of fresh) {
    changes.addEvent("goal.reached", {
      occurredAt: isoFromInstant(changes.moment.now),
      contactId: conversion.people[0]?.contactId ?? null,
      detail: goals.find(({ id }) => id === conversion.goalId)?.name,
    });
  }
}

interface Asked {
  readonly goals: readonly Goal[];
  newId(): string;
}

/** The conversions these signals are; signals about the same deal are one, of all the people in it. */
async function findReached(tx: Tx, signals: readonly Told[], { goals, newId }: Asked): Promise<NewConversion[]> {
  const deals = await readDeals(tx, [...new Set(signals.flatMap(({ meta }) => meta.dealId ?? []))]);
  const asksWon = goals.some(({ kind, match }) => kind === "deal_stage" && match === null);
  const wonStages = asksWon ? await readWonStages(tx) : new Set<string>();
  const found = new Map<string, Omit<NewConversion, "people"> & { readonly contactIds: Set<string> }>();
  for (const signal of signals) {
    const deal = deals.get(signal.meta.dealId ?? "") ?? null;
    for (const goal of goals) {
      const reached = reach(goal, signal, { deal, wonStages });
      if (reached === null || signal.contactId === null) continue;
      const id = newId();
      const occurrence = reached.occurrence ?? id;
      const key = `${goal.id} ${occurrence}`;
      const one = found.get(key) ?? {
        ...{ id, goalId: goal.id, occurrence, worth: reached.worth, contactIds: new Set<string>() },
        occurredAt: new Date(signal.occurredAt),
        since: new Date(addMs(signal.occurredAt, -goal.windowDays * DAY_MS)),
      };
      one.contactIds.add(signal.contactId);
      found.set(key, one);
    }
  }
  return [...found.values()].map(({ contactIds, ...conversion }) => ({
    ...conversion,
    people: partsOf([...contactIds], conversion.worth?.amount ?? null),
  }));
}

/** Of several people in one deal each is the same part of it: nobody knows whose yes it was. */
function partsOf(contactIds: readonly string[], amount: number | null): NewConversion["people"] {
  const evenly = contactIds.map(() => 1);
  const parts = amount === null ? null : shareOut(amount, evenly);
  return contactIds.map((contactId, place) => ({ contactId, amount: parts?.[place] ?? null }));
}
