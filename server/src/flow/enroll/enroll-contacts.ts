import { asInstant, type Instant } from "@haste/engine/base";
import { standing } from "@haste/engine/enroll";
import { dueAfter, zoneOf } from "@haste/engine/schedule";
import { closedSince, type Definition, firstStep } from "@haste/engine/sequence";
import { enrollPeople, loadDefinition, momentOf, type NewEnrollment } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { type JudgedContact, judgeContacts } from "./judge-contacts.ts";
import { accountExists, dealExists, readSequence } from "./queries/facts.ts";

export interface EnrollInput {
  readonly sequenceId: string;
  readonly contactIds: readonly string[];
  readonly context: Readonly<Record<string, unknown>>;
  readonly sendingAccountId: string | null;
  /** The deal they are enrolled about; left out: none is named. */
  readonly dealId?: string | null;
  readonly override: readonly string[];
  /** The bulk job that enrolls them; null for one by hand. */
  readonly jobId?: string | null;
}

export interface EnrollOutcome {
  /** Enrollment id by contact id. */
  readonly enrolled: ReadonlyMap<string, string>;
  readonly judged: ReadonlyMap<string, JudgedContact>;
  readonly missing: readonly string[];
}

/** The version people are enrolled into, or the refusal that says why nobody can be. */
export async function openDefinition(ctx: WorkContext, sequenceId: string): Promise<Definition> {
  const sequence = await readSequence(ctx.tx, sequenceId);
  if (sequence === null || sequence.archived_at !== null) {
    throw new Problem("not_found", { detail: `There is no sequence ${sequenceId}.` });
  }
  if (sequence.published_version === null || sequence.status === "draft") {
    throw new Problem("invalid_status", {
      detail: "The sequence is a draft.",
      fix: "Activate it first: POST /sequences/:id/activate.",
    });
  }
  const [endsAt, closedAt] = [instantOrNull(sequence.ends_at), instantOrNull(sequence.closed_at)];
  if (closedSince({ endsAt, closedAt }, asInstant(ctx.now.getTime())) !== null) {
    throw new Problem("invalid_status", {
      detail: "The sequence is closed to new people.",
      fix: "Activate it again to enroll more.",
    });
  }
  return loadDefinition(ctx.tx, sequenceId, sequence.published_version);
}

function instantOrNull(date: Date | null): Instant | null {
  return date === null ? null : asInstant(date.getTime());
}

/** Enrolls those of the contacts against whom no guard stands, in one transaction and a handful of statements. */
export async function enrollContacts(ctx: WorkContext, input: EnrollInput): Promise<EnrollOutcome> {
  const definition = await openDefinition(ctx, input.sequenceId);
  const first = firstStep(definition);
  if (first === null) throw new Problem("invalid_status", { detail: "The sequence has no steps." });
  if (input.sendingAccountId !== null && !(await accountExists(ctx.tx, input.sendingAccountId))) {
    throw new Problem("not_found", { detail: `There is no sending account ${input.sendingAccountId}.` });
  }
  const dealId = input.dealId ?? null;
  if (dealId !== null && !(await dealExists(ctx.tx, dealId))) {
    throw new Problem("not_found", { detail: `There is no deal ${dealId}.` });
  }
  const judged = await judgeContacts(ctx, { ...input, definition });
  const now = asInstant(ctx.now.getTime());
  const rows: NewEnrollment[] = [];
  for (const { row, guards } of judged.values()) {
    if (standing(guards, input.override).length > 0) continue;
    rows.push({
      id: ctx.newId(),
      sequenceId: input.sequenceId,
      contactId: row.id,
      sequenceVersion: definition.version,
      currentStepId: first.id,
      stepDueAt: firstDue(definition, row.timezone, now),
      sendingAccountId: input.sendingAccountId,
      dealId,
      enrolledBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
      jobId: input.jobId ?? null,
      context: input.context,
    });
  }
  const ids = new Set(rows.length === 0 ? [] : await enrollPeople(ctx.tx, rows, momentOf(ctx)));
  return {
    enrolled: new Map(rows.filter((row) => ids.has(row.id)).map((row) => [row.contactId, row.id])),
    judged,
    missing: input.contactIds.filter((id) => !judged.has(id)),
  };
}

function firstDue(definition: Definition, contactZone: string | null, now: Instant): Instant {
  const first = firstStep(definition);
  if (first === null) return now;
  return dueAfter(first.delay, now, { definition, zone: zoneOf({ contactZone }, definition) });
}
