import type { Impact, PublishGroup, Migration as WrittenMigration } from "@haste/contract/nouns/publishing";
import { asInstant, type Instant } from "@haste/engine/base";
import { transfer } from "@haste/engine/react";
import { type Foreseen, nextMailAt, zoneOf } from "@haste/engine/schedule";
import {
  type Definition,
  type Migration,
  migrationFor,
  type PublishAction,
  placesAfterPublish,
  stepAt,
  type Transfer,
  titleOf,
  transferInWords,
  transferOf,
} from "@haste/engine/sequence";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem, type ProblemItem } from "../../platform/problem/index.ts";
import { type GroupRow, listGroups } from "./queries/groups.ts";
import { listDefinitions } from "./queries/versions.ts";
import { diffToWire } from "./to-wire.ts";

/** People who do not stay at their step; `toStepId` null = nothing is left for them. */
export interface Move {
  readonly fromStepId: string;
  readonly toStepId: string | null;
  readonly people: number;
}

/** The two versions between which people may go, and who shall. */
export interface Publication {
  readonly before: Definition;
  readonly after: Definition;
  readonly migrations: readonly Migration[];
  /** What becomes of those of whom no migration speaks. */
  readonly others: "keep" | "move";
  /** While it rests nothing leaves, whatever falls due. */
  readonly isPaused: boolean;
}

/** What a publication means for whom, without anything written. */
export interface Foresight {
  readonly impact: Impact;
  readonly moves: readonly Move[];
  /** Null: they stay on the version they run by. */
  readonly transferOf: (who: { readonly stepId: string | null; readonly version: number }) => Transfer | null;
}

/**
 * Who stands where, and what becomes of them. People may run by several versions at once, so a group is a step of one
 * version; those who run by the version that is published are not asked about.
 * @throws Problem `invalid_request` where a migration names a step that is not there
 */
export async function foreseePublishing(ctx: WorkContext, publication: Publication): Promise<Foresight> {
  const { before, after, migrations, others } = publication;
  const rows = (await listGroups(ctx.tx, after.sequenceId)).filter((row) => row.version !== after.version);
  const versions = [...new Set(rows.map((row) => row.version))];
  const alive = await listDefinitions(ctx.tx, after.sequenceId, versions);
  refuseUnknownSteps(migrations, [before, after, ...alive.values()], after);
  const definitionOf = (version: number) => {
    const definition = alive.get(version);
    if (definition === undefined) throw new Error(`version ${version} of ${after.sequenceId} is missing`);
    return definition;
  };
  const toOf: Foresight["transferOf"] = ({ stepId, version }) => {
    // Whoever came in or moved on since is asked about just the same, by the version they run by.
    const from = stepId === null ? undefined : alive.get(version);
    if (stepId === null || from === undefined) return null;
    const own = migrationFor(migrations, { stepId, version });
    const migration = own ?? { atStepId: stepId, atVersion: version, action: others, toStepId: null };
    return transferOf(from, after, { stepId, migration });
  };
  const groups = rows
    .map((row) => groupOf(row, { publication, from: definitionOf(row.version), chosen: toOf(row), now: nowOf(ctx) }))
    .toSorted((a, b) => b.version - a.version || orderOf(a, definitionOf) - orderOf(b, definitionOf));
  const people = groups.reduce((sum, group) => sum + group.people, 0);
  const impact = { version: after.version, people, diff: diffToWire(before, after), groups };
  return { impact, moves: movesOf(groups, toOf), transferOf: toOf };
}

function nowOf(ctx: WorkContext): Instant {
  return asInstant(ctx.now.getTime());
}

function orderOf(group: PublishGroup, definitionOf: (version: number) => Definition): number {
  return stepAt(definitionOf(group.version), group.stepId)?.order ?? 0;
}

interface GroupAround {
  readonly publication: Publication;
  readonly from: Definition;
  readonly chosen: Transfer | null;
  readonly now: Instant;
}

function groupOf(row: GroupRow, around: GroupAround): PublishGroup {
  const { publication, from, chosen } = around;
  const { after } = publication;
  const { stepId, version } = row;
  const step = stepAt(from, stepId);
  const places = placesAfterPublish(from, after, stepId);
  const placeOf = (action: Transfer["action"]) => (chosen?.action === action ? chosen.place : places[action]);
  const nextOf = (action: PublishAction) =>
    nextFor(row, action === "keep" ? null : { action, place: placeOf(action) }, around);
  return {
    stepId,
    version,
    title: step === null ? "A step that is gone" : titleOf(step),
    people: row.people,
    paused: row.paused,
    action: chosen?.action ?? "keep",
    places: {
      move: placeOf("move")?.id ?? null,
      skip: placeOf("skip")?.id ?? null,
      reenter: placeOf("reenter")?.id ?? stepId,
    },
    nextMailAt: { keep: nextOf("keep"), move: nextOf("move"), skip: nextOf("skip"), reenter: nextOf("reenter") },
    sentence: transferInWords(from, after, { stepId, transfer: chosen }),
  };
}

/** When the first of a group gets the next mail: the one who falls due first is planned as if nothing more happened. */
function nextFor(row: GroupRow, to: Transfer | null, { publication, from, now }: GroupAround): string | null {
  if (publication.isPaused || row.firstDueAt === null) return null;
  if (to === null && row.plannedAt !== null) return row.plannedAt.toISOString();
  const stands = { stepId: row.stepId, stepDueAt: asInstant(row.firstDueAt.getTime()), contactZone: row.firstZone };
  const goesOn = to === null ? stands : standsAfter(stands, { to, after: publication.after, now });
  const at = goesOn === null ? null : nextMailAt(to === null ? from : publication.after, goesOn, now);
  return at === null ? null : new Date(at).toISOString();
}

/** Where the first of a group stands once they were taken along; null: they are finished. */
function standsAfter(
  { stepId, stepDueAt, contactZone }: Foreseen,
  { to, after, now }: { readonly to: Transfer; readonly after: Definition; readonly now: Instant },
): Foreseen | null {
  const nobody = { id: "", contactId: "", sequenceId: after.sequenceId, sequenceVersion: 0 };
  const ends = { pauseReason: null, resumeAt: null, repliedAt: null, completedAt: null, stoppedAt: null };
  const active = { ...nobody, ...ends, stopReason: null, status: "active", dueAt: stepDueAt } as const;
  const zone = zoneOf({ contactZone }, after);
  const moved = transfer({ ...active, currentStepId: stepId, stepDueAt }, { ...to, definition: after }, { zone, now });
  if (moved.currentStepId === null || moved.stepDueAt === null) return null;
  return { stepId: moved.currentStepId, stepDueAt: moved.stepDueAt, contactZone };
}

function movesOf(groups: readonly PublishGroup[], toOf: Foresight["transferOf"]): Move[] {
  const moves = new Map<string, Move>();
  for (const { stepId, version, people } of groups) {
    const to = toOf({ stepId, version });
    if (to === null || to.place?.id === stepId) continue;
    const toStepId = to.place?.id ?? null;
    const key = `${stepId} ${toStepId}`;
    moves.set(key, { fromStepId: stepId, toStepId, people: (moves.get(key)?.people ?? 0) + people });
  }
  return [...moves.values()];
}

/** What was written, with nothing left open. */
export function migrationsFrom(written: readonly WrittenMigration[]): Migration[] {
  return written.map(({ atStepId, atVersion, action, toStepId }) => ({
    atStepId,
    atVersion: atVersion ?? null,
    action,
    toStepId: toStepId ?? null,
  }));
}

function refuseUnknownSteps(migrations: readonly Migration[], known: readonly Definition[], after: Definition): void {
  const seen = new Set<string>();
  const errors = migrations.flatMap(({ atStepId, atVersion, toStepId }, place): ProblemItem[] => {
    const item = (part: string, code: string, detail: string) => ({
      pointer: `/migrations/${place}/${part}`,
      code,
      detail,
    });
    const key = `${atStepId} ${atVersion}`;
    if (seen.has(key)) return [item("atStepId", "duplicate", "Another migration speaks of the same people.")];
    seen.add(key);
    if (!known.some((definition) => stepAt(definition, atStepId) !== null))
      return [item("atStepId", "not_found", "No version that people run by has this step.")];
    if (toStepId === null || stepAt(after, toStepId) !== null) return [];
    return [item("toStepId", "not_found", `Version ${after.version} has no such step.`)];
  });
  if (errors.length > 0) throw new Problem("invalid_request", { detail: "A migration leads nowhere.", errors });
}
