import { maySee } from "@haste/engine/template";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { listNamesFrom, listTemplatesById, type TemplateRow, updateTemplate } from "./queries/templates.ts";
import { noSuchTemplate } from "./refuse.ts";
import { contentOf, createTemplate, lockForChange, lookingAs, subject } from "./save-template.ts";

/** @throws Problem `not_found` for one that is missing or not theirs to see; archived ones are found */
export async function seenTemplate(ctx: WorkContext, id: string): Promise<TemplateRow> {
  const [template] = await listTemplatesById(ctx.tx, [id]);
  if (template === undefined || !maySee(lookingAs(ctx), template)) throw noSuchTemplate();
  return template;
}

/** A copy that belongs to the caller: neither its lock nor its history come along. */
export async function duplicateTemplate(
  ctx: WorkContext,
  input: { readonly id: string; readonly name?: string | null | undefined },
): Promise<TemplateRow> {
  const original = await seenTemplate(ctx, input.id);
  const { category, tags, folder, sharing } = original;
  const stem = original.name.slice(0, longestName - " (copy 9999)".length);
  const name = input.name ?? freeName(stem, await listNamesFrom(ctx.tx, stem));
  const content = { ...contentOf(original), attachments: [...original.attachments] };
  return createTemplate(ctx, { ...content, name, category, tags: [...tags], folder, sharing });
}

const longestName = 255;

function freeName(stem: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const copy = `${stem}${count === 1 ? " (copy)" : ` (copy ${count})`}`;
    if (!taken.includes(copy)) return copy;
  }
}

/** Puts a template away: it leaves lists and menus, steps that use it keep its content, and its name is free. */
export async function archiveTemplate(ctx: WorkContext, id: string): Promise<void> {
  const row = await seenTemplate(ctx, id);
  // Archiving twice answers as deleting a missing thing does.
  if (row.archivedAt !== null) throw noSuchTemplate();
  const template = await lockForChange(ctx, { id });
  await updateTemplate(ctx.tx, { ...template, version: template.version + 1, archivedAt: ctx.now, updatedAt: ctx.now });
  await audit(ctx, "template.archived", subject(template), { name: template.name });
}
