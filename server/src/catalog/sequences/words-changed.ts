import type { Usage } from "@haste/contract/nouns/templates";
import { asInstant } from "@haste/engine/base";
import { statusOf } from "@haste/engine/sequence";
import { borrowsAny, contentParts, snippetNames } from "@haste/engine/template";
import type { WorkContext } from "../../platform/context/index.ts";
import type { WordSource } from "../templates/index.ts";
import type { SequenceLedger } from "./ports.ts";
import { listSequencesById, touchDrafts } from "./queries/sequences.ts";
import { type BorrowingStep, listBorrowingSteps } from "./queries/steps.ts";
import { hasUnpublishedChanges, lifeOf } from "./to-wire.ts";

/** The sequences whose drafts take words from a template or a snippet, by name. */
export async function sequencesUsing(ctx: WorkContext, source: WordSource): Promise<Usage["sequences"]> {
  const steps = (await listBorrowingSteps(ctx.tx, source.templateIds)).filter((step) => borrows(step, source));
  const bySequence = Map.groupBy(steps, (step) => step.sequenceId);
  const rows = await listSequencesById(ctx.tx, [...bySequence.keys()]);
  return rows.map((row) => {
    const status = statusOf(lifeOf(row), asInstant(ctx.now.getTime()));
    return {
      id: row.id,
      name: row.name,
      status,
      isLive: row.publishedVersion !== null && (status === "active" || status === "paused"),
      stepIds: (bySequence.get(row.id) ?? []).map((step) => step.id),
      hasUnpublishedChanges: hasUnpublishedChanges(row),
    };
  });
}

/** A step's own words come before those of its template. */
function borrows({ templateId, content }: BorrowingStep, { templateIds, parts, snippets }: WordSource): boolean {
  if (snippetNames(contentParts.map((part) => content[part] ?? null)).some((name) => snippets.includes(name)))
    return true;
  if (templateId === null || !templateIds.includes(templateId)) return false;
  return borrowsAny(content, parts ?? undefined);
}

/** Words that drafts take from elsewhere are others now: what was published keeps its own until it is published again. */
export async function wordsChanged(
  ctx: WorkContext,
  ledger: Pick<SequenceLedger, "sequenceChanged">,
  source: WordSource,
): Promise<{ id: string; name: string }[]> {
  const using = await sequencesUsing(ctx, source);
  await touchDrafts(
    ctx.tx,
    using.map(({ id }) => id),
    ctx.now,
  );
  for (const { id } of using) await ledger.sequenceChanged(ctx, id);
  return using.filter(({ isLive }) => isLive).map(({ id, name }) => ({ id, name }));
}
