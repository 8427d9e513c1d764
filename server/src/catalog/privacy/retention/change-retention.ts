import type { RetentionPreview, RetentionSettings } from "@haste/contract/nouns/retention";
import { asInstant } from "@haste/engine/base";
import {
  dueBefore,
  neverRemoved,
  nextRunAfter,
  type RetentionKey,
  type RetentionPeriods,
  refusedPeriods,
  retentionClasses,
} from "@haste/engine/privacy";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { RequestContext } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { beginning, countDue, findHeld, listDue } from "../queries/due-rows.ts";
import {
  ensureRetention,
  findRetention,
  listPeriods,
  type RetentionRow,
  writePeriod,
  writeRetention,
} from "../queries/retention.ts";

export async function showRetention({ tx, workspace }: WorkContext): Promise<RetentionSettings> {
  const row = await findRetention(tx);
  const periods = new Map((await listPeriods(tx)).map((period) => [period.key, period]));
  return {
    classes: retentionClasses.filter(isHere).map((one) => {
      const period = periods.get(one.key);
      return {
        ...one,
        days: period?.days ?? null,
        lastRunAt: period?.lastRunAt?.toISOString() ?? null,
        lastRemoved: period?.lastRemoved ?? 0,
        removed: period?.removed ?? 0,
      };
    }),
    never: [...neverRemoved],
    hold: holdOf(row),
    openRequests: (await findHeld(tx)).keys.length,
    nextRunAt: row.heldSince === null ? (row.nextRunAt?.toISOString() ?? null) : null,
    version: row.version,
  };

  function isHere({ key }: { readonly key: RetentionKey }): boolean {
    return key !== "sandbox_mails" || workspace.mode === "sandbox";
  }
}

function holdOf({ heldSince, heldBy, heldBecause }: RetentionRow): RetentionSettings["hold"] {
  if (heldSince === null) return null;
  return { since: heldSince.toISOString(), by: heldBy, reason: heldBecause ?? "" };
}

/** What would go now under these periods. @throws Problem `invalid_request` */
export async function previewRetention(ctx: WorkContext, periods: RetentionPeriods): Promise<RetentionPreview> {
  refuse(periods);
  const held = await findHeld(ctx.tx);
  const data: RetentionPreview["data"][number][] = [];
  for (const { key } of retentionClasses) {
    const days = periods[key] ?? null;
    if (days === null) continue;
    const before = new Date(dueBefore(asInstant(ctx.now.getTime()), days));
    const asked = { before, held, after: beginning };
    const { rows, oldestAt } = await countDue(ctx.tx, key, asked);
    const examples = rows === 0 ? [] : await listDue(ctx.tx, key, asked, 3);
    data.push({
      ...{ key, days, rows, before: before.toISOString(), oldestAt: oldestAt?.toISOString() ?? null },
      examples: examples.map(({ at, words }) => ({ at: new Date(at).toISOString(), words })),
    });
  }
  return { data };
}

/**
 * Changes what is given, and puts the next run a day off. Nothing is removed here.
 * @throws Problem `invalid_request`, `precondition_failed`
 */
export async function changeRetention(
  ctx: RequestContext,
  changes: { readonly periods?: RetentionPeriods | undefined; readonly hold?: { reason: string } | null | undefined },
): Promise<void> {
  const asked = changes.periods ?? {};
  refuse(asked);
  await ensureRetention(ctx.tx, ctx.now);
  const row = await findRetention(ctx.tx, "update");
  ctx.checkVersion(row.version);
  const before = new Map((await listPeriods(ctx.tx)).map(({ key, days }) => [key, days]));
  const changed = retentionClasses.flatMap(({ key }) => {
    const days = asked[key];
    const was = before.get(key) ?? null;
    return days === undefined || days === was ? [] : [{ key, was, days }];
  });
  for (const { key, days } of changed) await writePeriod(ctx.tx, key, days);
  const next = { ...row, ...heldAs(ctx, row, changes.hold) };
  const isHoldChanged = next.heldBecause !== row.heldBecause;
  if (changed.length === 0 && !isHoldChanged) return;
  const kept = new Map([...before, ...changed.map(({ key, days }) => [key, days] as const)]);
  const nextRunAt = [...kept.values()].some((days) => days !== null)
    ? new Date(nextRunAfter(asInstant(ctx.now.getTime())))
    : null;
  await writeRetention(ctx.tx, { ...next, version: row.version + 1, nextRunAt }, ctx.now);
  const side = (of: "was" | "days", hold: string | null) => ({
    ...Object.fromEntries(changed.map((one) => [one.key, one[of]])),
    ...(isHoldChanged ? { hold } : {}),
  });
  const detail = { before: side("was", row.heldBecause), after: side("days", next.heldBecause) };
  await audit(ctx, "retention.changed", { kind: "settings", id: null }, detail);
}

function heldAs(
  ctx: WorkContext,
  row: RetentionRow,
  hold: { readonly reason: string } | null | undefined,
): Pick<RetentionRow, "heldSince" | "heldBy" | "heldBecause"> {
  if (hold === undefined) return row;
  if (hold === null) return { heldSince: null, heldBy: null, heldBecause: null };
  return { heldSince: row.heldSince ?? ctx.now, heldBy: ctx.actor.name, heldBecause: hold.reason };
}

function refuse(periods: RetentionPeriods): void {
  const [first, ...others] = refusedPeriods(periods);
  if (first === undefined) return;
  const errors = [first, ...others].map(({ key, detail }) => ({ pointer: `/periods/${key}`, code: "invalid", detail }));
  throw new Problem("invalid_request", { detail: first.detail, errors });
}
