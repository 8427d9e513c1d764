import type { Endpoints } from "@haste/contract/endpoints";
import type { SequenceConversions, Credit as WireCredit } from "@haste/contract/nouns/goals";
import { DAY_MS } from "@haste/engine/base";
import { attributionModels, type Conversion, type Credit, costOf, creditBy, returnOn } from "@haste/engine/report";
import { getWorkspace } from "../../catalog/identity/index.ts";
import { countedPeriod } from "../../ledger/index.ts";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { hasMoreConversions, readConversions, readGoalNames, sumAccounts } from "./queries/conversions.ts";
import { readSequenceFrame, sumSteps } from "./queries/sequence.ts";

/** How many of the workspace's newest conversions are looked at. */
export const mostConversions = 5_000;
const monthMs = (365.25 / 12) * DAY_MS;

const noCredit: Credit = { conversions: 0, revenue: [] };

/** Goals reached after mails of a sequence, whose merit the models say they are, and what the mails cost. */
export async function readSequenceConversions(
  ctx: RequestContext,
  { params, query }: InputOf<Endpoints["GET /sequences/:id/conversions"]>,
): Promise<SequenceConversions> {
  const frame = await readSequenceFrame(ctx.tx, params.id);
  if (frame === null) throw new Problem("not_found", { detail: `There is no sequence ${params.id}.` });
  const from = query.from === undefined ? frame.created_at : new Date(query.from);
  const to = query.to === undefined ? new Date(ctx.now.getTime() + 1) : new Date(query.to);
  const period = { from, to, most: mostConversions };
  const [conversions, isCapped, costs] = await Promise.all([
    readConversions(ctx.tx, params.id, period),
    hasMoreConversions(ctx.tx, period),
    costOfSequence(ctx, params.id, { from: new Date(Math.max(+from, +frame.created_at)), to }),
  ]);
  const ofSequence = (touch: { sequenceId: string }) => touch.sequenceId === params.id;
  const lastTouch = creditBy(conversions, "last", (touch) => (ofSequence(touch) ? "own" : null)).get("own") ?? noCredit;
  return {
    sequenceId: params.id,
    period: { from: from.toISOString(), to: to.toISOString() },
    conversions: conversions.length,
    people: new Set(conversions.flatMap(({ touches }) => touches.filter(ofSequence).map((touch) => touch.contactId)))
      .size,
    models: attributionModels.map((model) => ({
      model,
      ...creditToWire(creditBy(conversions, model, (touch) => (ofSequence(touch) ? "own" : null)).get("own")),
    })),
    steps: [...creditBy(conversions, "last", (touch) => (ofSequence(touch) ? touch.stepId : null))].map(
      ([stepId, credit]) => ({ stepId, ...creditToWire(credit) }),
    ),
    goals: await goalsOf(ctx, conversions, ofSequence),
    cost: costs,
    roi: costs === null ? null : returnOn(costs, lastTouch.revenue),
    isCapped,
  };
}

async function goalsOf(
  ctx: RequestContext,
  conversions: readonly Conversion[],
  ofSequence: (touch: { sequenceId: string }) => boolean,
): Promise<SequenceConversions["goals"]> {
  const credits = creditBy(conversions, "last", (touch, { goalId }) => (ofSequence(touch) ? goalId : null));
  const ids = [...new Set(conversions.map(({ goalId }) => goalId))];
  const names = await readGoalNames(ctx.tx, ids);
  return ids.map((goalId) => ({ goalId, name: names.get(goalId) ?? "", ...creditToWire(credits.get(goalId)) }));
}

async function costOfSequence(
  ctx: RequestContext,
  sequenceId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
) {
  const { costs } = await getWorkspace(ctx.tx);
  if (costs === null) return null;
  const steps = await sumSteps(ctx.tx, { ...countedPeriod(ctx, from, to), sequenceId, silentBefore: from });
  const emails = steps.reduce((sum, { sent }) => sum + sent, 0);
  // An account is paid for while the sequence uses it, whether or not a mail leaves on the day.
  const months = Math.max(0, to.getTime() - from.getTime()) / monthMs;
  return costOf(costs, { emails, accountMonths: months * (await sumAccounts(ctx.tx, sequenceId)) });
}

export function creditToWire(credit: Credit = noCredit): WireCredit {
  return { conversions: credit.conversions, revenue: credit.revenue.map((money) => ({ ...money })) };
}
