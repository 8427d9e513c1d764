import type {
  Approval,
  Delay,
  EntryCondition,
  StepKindName,
  TrackingChoice,
  WrittenContent,
} from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";
import type { WrittenVariant } from "../../experiments/index.ts";

/** A step of a draft, as it was written. */
export interface StepRow {
  readonly id: string;
  readonly type: StepKindName;
  /** The lane it stands in, or the branch whose `otherwise` it stands in; null at the top. */
  readonly parentId: string | null;
  readonly delay: Delay;
  readonly templateId: string | null;
  readonly content: WrittenContent;
  readonly conditions: readonly EntryCondition[];
  readonly tracking: TrackingChoice | null;
  readonly approval: Approval | null;
  /** The test that is bound to it. */
  readonly abTestId: string | null;
  /** Those of its test that were not stopped; empty without one. */
  readonly variants: readonly WrittenVariant[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface StoredStep extends Omit<StepRow, "delay"> {
  readonly sequenceId: string;
  readonly delayValue: number | null;
  readonly delayUnit: "minutes" | "hours" | "days" | "weeks" | "businessDays" | null;
  readonly delayAt: Extract<Delay, { at: unknown }>["at"] | null;
}

/** The draft steps of these sequences, each list depth-first. Sequences without steps have an empty one. */
export async function listSteps(tx: Tx, sequenceIds: readonly string[]): Promise<Map<string, StepRow[]>> {
  const stored = await tx.rows<StoredStep>(
    `select id, sequence_id as "sequenceId", type, parent_id as "parentId", delay_value as "delayValue",
            delay_unit as "delayUnit", delay_at as "delayAt", template_id as "templateId", content, conditions, tracking, approval,
            ab_test_id as "abTestId", case when ab_test_id is null then '[]' else (
              select coalesce(json_agg(json_build_object('id', v.id, 'name', v.name, 'content', v.content, 'weight', v.weight)
                       order by v.position, v.id), '[]')
                from ab_test_variants v
               where v.workspace_id = $1 and v.ab_test_id = sequence_steps.ab_test_id and v.stopped_at is null)
            end as variants, created_at as "createdAt", updated_at as "updatedAt"
       from sequence_steps where workspace_id = $1 and sequence_id = any($2) order by sequence_id, order_index`,
    [tx.workspaceId, sequenceIds],
    "sequence-steps",
  );
  const bySequence = new Map<string, StepRow[]>(sequenceIds.map((id) => [id, []]));
  for (const { sequenceId, delayValue, delayUnit, delayAt, ...step } of stored) {
    const delay = delayAt === null ? { value: delayValue ?? 0, unit: delayUnit ?? "hours" } : { at: delayAt };
    bySequence.get(sequenceId)?.push({ ...step, delay });
  }
  return bySequence;
}

export async function deleteStepsExcept(tx: Tx, sequenceId: string, keptIds: readonly string[]): Promise<void> {
  await tx.rows("delete from sequence_steps where workspace_id = $1 and sequence_id = $2 and not id = any($3)", [
    tx.workspaceId,
    sequenceId,
    keptIds,
  ]);
}

/**
 * Writes steps in this order, new ones and known ones, and returns the ids it wrote: an id that belongs to another
 * sequence is left alone and is missing.
 */
export async function upsertSteps(tx: Tx, sequenceId: string, steps: readonly StepRow[]): Promise<string[]> {
  const records = steps.map((step, order) => ({
    ...step,
    order,
    delayValue: "at" in step.delay ? null : step.delay.value,
    delayUnit: "at" in step.delay ? null : step.delay.unit,
    delayAt: "at" in step.delay ? step.delay.at : null,
  }));
  const written = await tx.rows<{ id: string }>(
    `insert into sequence_steps as known (workspace_id, sequence_id, id, type, parent_id, order_index, delay_value,
       delay_unit, delay_at, template_id, content, conditions, tracking, approval, ab_test_id, created_at, updated_at)
     select $1, $2, id, type, "parentId", "order", "delayValue", "delayUnit", nullif("delayAt", 'null'), "templateId",
       content, conditions, nullif(tracking, 'null'), nullif(approval, 'null'), "abTestId", "createdAt", "updatedAt"
       from jsonb_to_recordset($3) x(id uuid, type text, "parentId" uuid, "order" int, "delayValue" int,
         "delayUnit" text, "delayAt" jsonb, "templateId" uuid, content jsonb, conditions jsonb, tracking jsonb, approval jsonb,
         "abTestId" uuid, "createdAt" timestamptz, "updatedAt" timestamptz)
     on conflict (workspace_id, id) do update set type = excluded.type, parent_id = excluded.parent_id,
       order_index = excluded.order_index, delay_value = excluded.delay_value, delay_unit = excluded.delay_unit,
       delay_at = excluded.delay_at, template_id = excluded.template_id, content = excluded.content,
       conditions = excluded.conditions, tracking = excluded.tracking, approval = excluded.approval,
       ab_test_id = excluded.ab_test_id, updated_at = excluded.updated_at
       where known.sequence_id = excluded.sequence_id
     returning id`,
    [tx.workspaceId, sequenceId, JSON.stringify(records)],
  );
  return written.map((row) => row.id);
}

/** An email step of a draft that may take words from elsewhere. */
export interface BorrowingStep {
  readonly id: string;
  readonly sequenceId: string;
  readonly templateId: string | null;
  readonly content: WrittenContent;
}

/** Email steps of drafts that are linked to one of these templates or mention some snippet, archived sequences left out. */
export async function listBorrowingSteps(tx: Tx, templateIds: readonly string[]): Promise<BorrowingStep[]> {
  return tx.rows<BorrowingStep>(
    `select s.id, s.sequence_id as "sequenceId", s.template_id as "templateId", s.content
       from sequence_steps s
       join email_sequences q on q.workspace_id = $1 and q.id = s.sequence_id and q.archived_at is null
      where s.workspace_id = $1 and s.type = 'email'
        and (s.template_id = any($2) or position('snippet' in s.content::text) > 0)
      order by s.sequence_id, s.order_index`,
    [tx.workspaceId, templateIds],
  );
}

/** A sequence that steps of others may lead into. */
export interface EnrollTarget {
  readonly id: string;
  readonly name: string;
  readonly isOpen: boolean;
  /** Where its published version leads. */
  readonly leadsTo: readonly string[];
}

/** Every sequence that is named here or leads on by itself: a handful, read only for drafts with such a step. */
export async function listEnrollTargets(tx: Tx, ids: readonly string[], now: Date): Promise<Map<string, EnrollTarget>> {
  const rows = await tx.rows<EnrollTarget>(
    `select q.id, q.name, q.status in ('active', 'paused') and q.archived_at is null
              and q.closed_at is null and (q.ends_at is null or q.ends_at > $3) as "isOpen",
            array(select s->'content'->>'sequenceId' from jsonb_array_elements(v.definition->'steps') s
                   where s->>'kind' = 'enroll' and s->'content'->>'sequenceId' is not null) as "leadsTo"
       from email_sequences q
       left join sequence_versions v
         on v.workspace_id = $1 and v.sequence_id = q.id and v.version = q.published_version
      where q.workspace_id = $1 and (q.id = any($2) or q.published_version is not null)`,
    [tx.workspaceId, ids, now],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
