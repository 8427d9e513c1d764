import type { Delay, StepContent, StepKindName, TrackingChoice } from "@haste/engine/sequence";
import type { Tx } from "../../../platform/db/index.ts";

/** A step of a draft, as it was written. */
export interface StepRow {
  readonly id: string;
  readonly type: StepKindName;
  readonly delay: Delay;
  readonly templateId: string | null;
  readonly content: { readonly [Part in keyof StepContent]?: string | null };
  readonly tracking: TrackingChoice | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface StoredStep extends Omit<StepRow, "delay"> {
  readonly sequenceId: string;
  readonly delayValue: number | null;
  readonly delayUnit: "minutes" | "hours" | "days" | "weeks" | "businessDays" | null;
  readonly delayAt: Extract<Delay, { at: unknown }>["at"] | null;
}

/** The draft steps of these sequences, each list in its order. Sequences without steps have an empty one. */
export async function listSteps(tx: Tx, sequenceIds: readonly string[]): Promise<Map<string, StepRow[]>> {
  const stored = await tx.rows<StoredStep>(
    `select id, sequence_id as "sequenceId", type, delay_value as "delayValue", delay_unit as "delayUnit",
            delay_at as "delayAt", template_id as "templateId", content, tracking, created_at as "createdAt",
            updated_at as "updatedAt"
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
    `insert into sequence_steps as known (workspace_id, sequence_id, id, type, order_index, delay_value, delay_unit,
       delay_at, template_id, content, tracking, created_at, updated_at)
     select $1, $2, id, type, "order", "delayValue", "delayUnit", nullif("delayAt", 'null'), "templateId", content,
       nullif(tracking, 'null'), "createdAt", "updatedAt"
       from jsonb_to_recordset($3) x(id uuid, type text, "order" int, "delayValue" int, "delayUnit" text,
         "delayAt" jsonb, "templateId" uuid, content jsonb, tracking jsonb, "createdAt" timestamptz,
         "updatedAt" timestamptz)
     on conflict (workspace_id, id) do update set type = excluded.type, order_index = excluded.order_index,
       delay_value = excluded.delay_value, delay_unit = excluded.delay_unit, delay_at = excluded.delay_at,
       template_id = excluded.template_id, content = excluded.content, tracking = excluded.tracking,
       updated_at = excluded.updated_at
       where known.sequence_id = excluded.sequence_id
     returning id`,
    [tx.workspaceId, sequenceId, JSON.stringify(records)],
  );
  return written.map((row) => row.id);
}

/** The content of these templates, archived ones too: what a step points to must not vanish under it. */
export async function listTemplates(tx: Tx, ids: readonly string[]): Promise<Map<string, StepContent>> {
  const rows = await tx.rows<StepContent & { id: string }>(
    `select id, subject, html_content as "htmlContent", text_content as "textContent"
       from email_templates where workspace_id = $1 and id = any($2)`,
    [tx.workspaceId, ids],
  );
  return new Map(rows.map(({ id, ...content }) => [id, content]));
}
