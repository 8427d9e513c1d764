import type { RuleEffect } from "@haste/engine/compliance";
import type { Condition } from "@haste/engine/condition";
import type { Tx } from "../../../platform/db/index.ts";

export interface RuleRow {
  readonly id: string;
  readonly name: string;
  readonly condition: Condition;
  readonly sequenceIds: readonly string[];
  readonly effect: RuleEffect;
  readonly isOn: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** All rules, the oldest first. */
export function listRules(tx: Tx): Promise<RuleRow[]> {
  return tx.rows<RuleRow>(
    `select id, name, condition, sequence_ids as "sequenceIds", effect, is_on as "isOn", created_at as "createdAt",
       updated_at as "updatedAt"
     from compliance_rules where workspace_id = $1 order by id`,
    [tx.workspaceId],
  );
}

export async function writeRule(tx: Tx, rule: RuleRow): Promise<void> {
  await tx.rows(
    `insert into compliance_rules (workspace_id, id, name, condition, sequence_ids, effect, is_on, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (workspace_id, id) do update set name = excluded.name, condition = excluded.condition,
       sequence_ids = excluded.sequence_ids, effect = excluded.effect, is_on = excluded.is_on,
       updated_at = excluded.updated_at`,
    [
      ...[tx.workspaceId, rule.id, rule.name, JSON.stringify(rule.condition), rule.sequenceIds],
      ...[JSON.stringify(rule.effect), rule.isOn, rule.createdAt, rule.updatedAt],
    ],
  );
}

export async function deleteRule(tx: Tx, id: string): Promise<void> {
  await tx.rows("delete from compliance_rules where workspace_id = $1 and id = $2", [tx.workspaceId, id]);
}
