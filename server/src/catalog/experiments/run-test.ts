import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { lookAt } from "./look.ts";
import { type TestRow, updateTest } from "./queries/tests.ts";
import { listVariants } from "./queries/variants.ts";
import { lockTest } from "./save-test.ts";
import { dealAnew } from "./shares.ts";

/** Deals from now on, as far as the variants are published; one that was stopped goes on. */
export async function startTest(ctx: WorkContext, id: string): Promise<void> {
  const test = await lockTest(ctx, id);
  if (test.winner !== null)
    throw new Problem("invalid_status", { detail: "It is decided.", fix: "Begin another test." });
  if (test.startedAt !== null && test.stoppedAt === null) return;
  const open = ((await listVariants(ctx.tx, [id])).get(id) ?? []).filter(({ stoppedAt }) => stoppedAt === null);
  if (open.length < 2) {
    throw new Problem("invalid_status", {
      detail: "One variant only: there is nothing to compare.",
      fix: "Add a second variant. The first may be the step as it is.",
    });
  }
  const after = { ...touched(ctx, test), startedAt: test.startedAt ?? ctx.now, stoppedAt: null };
  await updateTest(ctx.tx, after);
  await dealAnew(ctx.tx, after, ctx.now);
  await audit(ctx, "ab-test.started", { kind: "ab-test", id }, { name: test.name });
}

/** Everybody gets the step's own words again; what is planned keeps its variant. */
export async function stopTest(ctx: WorkContext, id: string): Promise<void> {
  const test = await lockTest(ctx, id);
  refuseUnstarted(test);
  if (test.stoppedAt !== null) return;
  await end(ctx, test, null);
  await audit(ctx, "ab-test.stopped", { kind: "ab-test", id }, { name: test.name });
}

/** Gives one variant to everybody from now on, by default the one that won; nobody is mailed again. */
export async function applyWinner(ctx: WorkContext, id: string, variantId: string | null): Promise<void> {
  const test = await lockTest(ctx, id);
  refuseUnstarted(test);
  const variants = (await listVariants(ctx.tx, [id])).get(id) ?? [];
  const { verdict } = await lookAt(ctx.tx, test, { variants, now: ctx.now });
  const winner = variantId ?? (verdict.kind === "winner" ? verdict.variantId : null);
  if (winner === null) {
    throw new Problem("invalid_status", {
      detail: "Nothing has won yet.",
      fix: "Name the variant that everybody shall get.",
    });
  }
  const found = variants.find((variant) => variant.id === winner);
  if (found === undefined || found.stoppedAt !== null || !found.isPublished) {
    const detail = "The variant is stopped, not published, or not one of this test.";
    throw new Problem("invalid_request", { detail, errors: [{ pointer: "/variantId", code: "not_open", detail }] });
  }
  await end(ctx, test, winner);
  await audit(ctx, "ab-test.decided", { kind: "ab-test", id }, { winner, name: found.name });
}

async function end(ctx: WorkContext, test: TestRow, winner: string | null): Promise<void> {
  const variants = (await listVariants(ctx.tx, [test.id])).get(test.id) ?? [];
  const { results } = await lookAt(ctx.tx, test, { variants, now: ctx.now });
  await updateTest(ctx.tx, { ...touched(ctx, test), stoppedAt: test.stoppedAt ?? ctx.now, winner, results });
}

function refuseUnstarted({ startedAt }: TestRow): void {
  if (startedAt === null) throw new Problem("invalid_status", { detail: "It was never started.", fix: "Start it." });
}

function touched(ctx: WorkContext, test: TestRow): TestRow {
  return { ...test, version: test.version + 1, updatedAt: ctx.now };
}
