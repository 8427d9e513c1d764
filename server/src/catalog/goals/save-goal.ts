import type { GoalChanges, GoalInput } from "@haste/contract/nouns/goals";
import { readPageRule } from "@haste/engine/goal";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { findMissingSequences, type GoalRow, insertGoal, lockGoal, updateGoal, writeGoalSequences } from "./queries.ts";

const usualWindowDays = 30;

/** The goal that every workspace begins with: a deal is won, and is worth what it says. */
export async function addFirstGoal(ctx: WorkContext): Promise<void> {
  await createGoal(ctx, { name: "Deal won", kind: "deal_stage", windowDays: 90, value: { from: "signal" } });
}

/** @throws Problem `name_taken`, `invalid_request` */
export async function createGoal(ctx: WorkContext, input: GoalInput): Promise<GoalRow> {
  const blank: GoalRow = {
    ...{ id: ctx.newId(), name: input.name, kind: input.kind, match: null, counts: "every" },
    ...{ windowDays: usualWindowDays, valueFrom: "nothing", amount: null, currency: null },
    ...{ version: 1, createdAt: ctx.now, updatedAt: ctx.now, archivedAt: null },
  };
  const goal = applyTo(blank, input);
  await insertGoal(ctx.tx, goal).catch(nameTaken(goal.name));
  await saveSequences(ctx, goal, input.sequenceIds ?? []);
  await audit(ctx, "goal.created", { kind: "goal", id: goal.id }, { name: goal.name });
  return goal;
}

/** Changes what is counted from now on. @throws Problem `not_found`, `precondition_failed`, `name_taken`, `invalid_request` */
export async function changeGoal(
  ctx: WorkContext,
  what: { readonly id: string; readonly checkVersion: (version: number) => void },
  change: GoalChanges,
): Promise<GoalRow> {
  const before = await lockGoal(ctx.tx, what.id);
  if (before === null) throw noSuchGoal();
  what.checkVersion(before.version);
  const after = { ...applyTo(before, change), version: before.version + 1, updatedAt: ctx.now };
  await updateGoal(ctx.tx, after).catch(nameTaken(after.name));
  if (change.sequenceIds !== undefined) await saveSequences(ctx, after, change.sequenceIds ?? []);
  await audit(ctx, "goal.changed", { kind: "goal", id: after.id }, { fields: Object.keys(change) });
  return after;
}

/** @throws Problem `not_found` */
export async function removeGoal(ctx: WorkContext, id: string): Promise<void> {
  const goal = await lockGoal(ctx.tx, id);
  if (goal === null) throw noSuchGoal();
  await updateGoal(ctx.tx, { ...goal, version: goal.version + 1, archivedAt: ctx.now, updatedAt: ctx.now });
  await audit(ctx, "goal.removed", { kind: "goal", id }, { name: goal.name });
}

export function noSuchGoal(): Problem {
  return new Problem("not_found", { detail: "There is no such goal." });
}

function applyTo(before: GoalRow, change: GoalChanges): GoalRow {
  const kind = change.kind ?? before.kind;
  const { counts, windowDays } = change;
  const value = change.value === undefined ? valueToWire(before) : (change.value ?? { from: "nothing" as const });
  if ((kind === "meeting_booked" || kind === "page_visit") && value.from === "signal") {
    throw invalid(
      "/value/from",
      "no_value",
      "A meeting or a visit says nothing of its worth: give it a fixed one, or none.",
    );
  }
  return {
    ...before,
    ...{ name: change.name ?? before.name, kind, match: matchOf(before, kind, change) },
    counts: counts === undefined ? before.counts : (counts ?? "every"),
    windowDays: windowDays === undefined ? before.windowDays : (windowDays ?? usualWindowDays),
    valueFrom: value.from,
    amount: value.from === "fixed" ? value.amount : null,
    currency: value.from === "fixed" ? value.currency : null,
  };
}

export function valueToWire({ valueFrom, amount, currency }: GoalRow) {
  if (valueFrom === "fixed") return { from: valueFrom, amount: amount ?? 0, currency: currency ?? "" };
  return { from: valueFrom };
}

/** Of another kind, what was waited for before means nothing. */
function matchOf(before: GoalRow, kind: GoalRow["kind"], { stage, event, page }: GoalChanges): string | null {
  const known = kind === before.kind ? before.match : null;
  if (kind === "meeting_booked") return null;
  if (kind === "deal_stage") return stage === undefined ? known : stage;
  if (kind === "page_visit") return pageOf(page === undefined ? known : page);
  const name = event === undefined ? known : event;
  if (name === null) throw invalid("/event", "required", "Say which event it waits for.");
  return name;
}

function pageOf(page: string | null): string {
  if (page !== null && readPageRule(page) !== null) return page.trim();
  throw invalid(
    "/page",
    "no_page",
    "Write the page as shop.example/thanks; a star at its end means all that begins so.",
  );
}

async function saveSequences(ctx: WorkContext, { id }: GoalRow, given: readonly string[]): Promise<void> {
  const sequenceIds = [...new Set(given)];
  const [missing] = await findMissingSequences(ctx.tx, sequenceIds);
  if (missing !== undefined) {
    throw invalid(`/sequenceIds/${given.indexOf(missing)}`, "not_found", "There is no sequence with this id.");
  }
  await writeGoalSequences(ctx.tx, id, sequenceIds);
}

function invalid(pointer: string, code: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code, detail }] });
}

/** Turns the refusal of the unique index, which no look beforehand can replace, into the API's. */
function nameTaken(name: string): (err: unknown) => never {
  return (err) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    if (code !== "23505" || constraint !== "goals_name") throw err;
    throw new Problem("name_taken", { detail: `Another goal is called "${name}".`, cause: err });
  };
}
