import { HOUR_MS, type Instant } from "@haste/engine/base";
import type { StoppedVariant } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { lookAt } from "./look.ts";
import { listDueTests } from "./queries/dealing.ts";
import { lockTests, updateTest } from "./queries/tests.ts";
import { listVariants, stopVariant } from "./queries/variants.ts";
import { dealAnew } from "./shares.ts";

/**
 * Looks at those of these running tests at which nobody has looked for an hour: keeps what was found, stops a variant that a
 * guard-rail finds harmful, and lets a bandit deal anew. Asked before people are planned, so that whoever is dealt next is
 * dealt by what is known, at the workspace's own pace of time. Returns what was stopped, for whoever tells it.
 */
export async function lookAtTests(tx: Tx, testIds: readonly string[], now: Instant): Promise<StoppedVariant[]> {
  const due = await listDueTests(tx, testIds, new Date(now - HOUR_MS));
  if (due.length === 0) return [];
  const stopped: StoppedVariant[] = [];
  const at = new Date(now);
  const all = await listVariants(tx, due);
  for (const test of await lockTests(tx, due)) {
    const { verdict, results } = await lookAt(tx, test, { variants: all.get(test.id) ?? [], now: at });
    await updateTest(tx, { ...test, results, evaluatedAt: at });
    if (verdict.kind === "harmful") {
      const reason = results.verdict.sentence;
      await stopVariant(tx, verdict.variantId, { reason, now: at });
      const { sequenceId, stepId } = test;
      stopped.push({ sequenceId, stepId, variantId: verdict.variantId, reason });
    }
    await dealAnew(tx, test, at);
  }
  return stopped;
}
