import type { ResponseOf } from "@haste/contract/client";
import { type RuleEffect, rulePacks } from "@haste/engine/compliance";
import { type Condition, validateCondition } from "@haste/engine/condition";
import { accountHoursChanged, momentOf } from "../../ledger/index.ts";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { deleteRule, listRules, type RuleRow, writeRule } from "./queries/rules.ts";
import { knownSequences } from "./queries/topics.ts";
import { findCompliance, listAccountIds } from "./queries.ts";

type Wire = ResponseOf<"POST /compliance-rules">;

/** What may be changed of a rule. */
interface RuleChanges {
  readonly name?: string | undefined;
  readonly condition?: Condition | undefined;
  readonly sequenceIds?: readonly string[] | undefined;
  readonly effect?: RuleEffect | undefined;
  readonly isOn?: boolean | undefined;
}

/** Every mail of a claim is judged by all of them. */
const mostRules = 100;

export async function showRules(ctx: WorkContext): Promise<ResponseOf<"GET /compliance-rules">> {
  const { rulePacks: on } = await findCompliance(ctx.tx);
  const packs = rulePacks.map(({ id, name, about, sources, rules }) => ({
    ...{ id, name, about, sources: [...sources], isOn: on.includes(id) },
    rules: rules.map((rule) => ({ name: rule.name, effect: rule.effect })),
  }));
  return { data: (await listRules(ctx.tx)).map(toWire), packs };
}

/** @throws Problem `invalid_request` */
export async function addRule(ctx: WorkContext, wanted: Required<RuleChanges>): Promise<Wire> {
  if ((await listRules(ctx.tx)).length >= mostRules) throw refused("/name", `There are at most ${mostRules} rules.`);
  const at = { createdAt: ctx.now, updatedAt: ctx.now };
  const rule = { ...(wanted as Omit<RuleRow, "id" | keyof typeof at>), id: ctx.newId(), ...at };
  await save(ctx, rule);
  await audit(ctx, "compliance_rule.added", { kind: "compliance_rule", id: rule.id }, { after: toWire(rule) });
  return toWire(rule);
}

/** @throws Problem `not_found`, `invalid_request` */
export async function changeRule(ctx: WorkContext, id: string, changes: RuleChanges): Promise<Wire> {
  const before = await getRule(ctx, id);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const after: RuleRow = { ...before, ...(given as Partial<RuleRow>), updatedAt: ctx.now };
  await save(ctx, after);
  const detail = { before: toWire(before), after: toWire(after) };
  await audit(ctx, "compliance_rule.changed", { kind: "compliance_rule", id }, detail);
  return toWire(after);
}

/** @throws Problem `not_found` */
export async function removeRule(ctx: WorkContext, id: string): Promise<void> {
  const before = await getRule(ctx, id);
  await deleteRule(ctx.tx, id);
  await rulesChanged(ctx);
  await audit(ctx, "compliance_rule.removed", { kind: "compliance_rule", id }, { before: toWire(before) });
}

/** What waits to leave is planned and written anew, so that a rule holds for the next mail. */
export async function rulesChanged(ctx: WorkContext): Promise<void> {
  for (const id of await listAccountIds(ctx.tx)) await accountHoursChanged(ctx.tx, id, momentOf(ctx));
}

export function refused(pointer: string, detail: string): Problem {
  return new Problem("invalid_request", { detail, errors: [{ pointer, code: "invalid", detail }] });
}

async function save(ctx: WorkContext, rule: RuleRow): Promise<void> {
  const [fault] = validateCondition(rule.condition, { steps: null });
  if (fault !== undefined) throw refused(`/condition${fault.pointer}`, fault.detail);
  const known = await knownSequences(ctx.tx, rule.sequenceIds);
  const stranger = rule.sequenceIds.findIndex((id) => !known.has(id));
  if (stranger !== -1) throw refused(`/sequenceIds/${stranger}`, "There is no such sequence.");
  await writeRule(ctx.tx, rule);
  await rulesChanged(ctx);
}

async function getRule(ctx: WorkContext, id: string): Promise<RuleRow> {
  const rule = (await listRules(ctx.tx)).find((one) => one.id === id);
  if (rule === undefined) throw new Problem("not_found", { detail: "There is no such rule." });
  return rule;
}

function toWire({ createdAt, updatedAt, sequenceIds, ...rule }: RuleRow): Wire {
  return {
    ...rule,
    sequenceIds: [...sequenceIds],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
