import { type Share, sharesOf, thompsonShares } from "@haste/engine/experiment";
import type { Tx } from "../../platform/db/index.ts";
import { loadEvidence, totalsOf } from "./evidence.ts";
import { insertPeriod, listPeriods } from "./queries/periods.ts";
import type { TestRow } from "./queries/tests.ts";
import { listVariants, type VariantRow } from "./queries/variants.ts";

/** Variants that can be dealt: said by the published version, and not stopped. */
export function openVariants(variants: readonly VariantRow[]): VariantRow[] {
  return variants.filter(({ isPublished, stoppedAt }) => isPublished && stoppedAt === null);
}

/**
 * Deals by the shares that hold now, and logs them as a new period where they are others than before. Nothing changes
 * while the test does not run.
 */
export async function dealAnew(tx: Tx, test: TestRow, now: Date): Promise<void> {
  if (test.startedAt === null || test.stoppedAt !== null) return;
  const open = openVariants((await listVariants(tx, [test.id])).get(test.id) ?? []);
  const last = (await listPeriods(tx, [test.id])).get(test.id)?.at(-1);
  const shares = await sharesNow(tx, test, open);
  if (JSON.stringify(pairs(last?.shares ?? [])) === JSON.stringify(pairs(shares))) return;
  await insertPeriod(tx, { testId: test.id, number: (last?.number ?? 0) + 1, startedAt: now, shares });
}

function pairs(shares: readonly Share[]) {
  return shares.map(({ variantId, share }) => [variantId, share]);
}

async function sharesNow(tx: Tx, test: TestRow, open: readonly VariantRow[]): Promise<Share[]> {
  if (open.length === 0) return [];
  const equal = sharesOf(open.map(({ id }) => ({ id, weight: null })));
  if (test.distribution === "equal") return equal;
  if (test.distribution === "weighted") {
    // Weights of which none is left count as none given.
    const total = open.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
    return total > 0 ? sharesOf(open) : equal;
  }
  const evidence = await loadEvidence(tx, test, open);
  return thompsonShares(totalsOf(evidence.facts));
}
