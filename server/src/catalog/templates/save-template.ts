import type { TemplateChanges, TemplateInput } from "@haste/contract/nouns/templates";
import {
  changedParts,
  checkContent,
  type Looking,
  mayChange,
  maySee,
  mayShare,
  snippetNames,
  sourcesOf,
  variablesOf,
} from "@haste/engine/template";
import { audit } from "../../platform/audit/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { checkAttachments } from "./keep-file.ts";
import type { TemplatePorts } from "./ports.ts";
import { listAllSnippets } from "./queries/snippets.ts";
import { insertTemplate, lockTemplate, type TemplateRow, updateTemplate } from "./queries/templates.ts";
import { insertVersion } from "./queries/versions.ts";
import { noSuchTemplate, refuseFaults } from "./refuse.ts";

/** A template and the live sequences that take its new content over when they are published. */
export interface Changed {
  readonly template: TemplateRow;
  readonly touches: { id: string; name: string }[];
}

export interface TemplateToChange {
  readonly id: string;
  readonly checkVersion?: ((version: number) => void) | undefined;
}

/** The caller as the rule of sharing sees them. */
export function lookingAs({ actor }: WorkContext): Looking {
  return {
    id: actor.id,
    writes: actor.permissions.has("templates:write"),
    rules: actor.role === "admin" || actor.role === "owner",
  };
}

/** @throws Problem `name_taken`, `template_syntax`, `invalid_request` where a snippet is unknown */
export async function createTemplate(ctx: WorkContext, input: TemplateInput): Promise<TemplateRow> {
  const user = ctx.actor.kind === "user" ? ctx.actor.id : null;
  const blank: TemplateRow = {
    id: ctx.newId(),
    name: input.name,
    ...{ subject: "", preheader: "", htmlContent: "", textContent: "", variables: [], snippets: [] },
    ...{ utm: null, attachments: [] },
    ...{ category: "sales", tags: [], folder: null, sharing: "workspace", locked: false },
    ownerId: ctx.actor.id,
    contentVersion: 1,
    version: 1,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    createdBy: user,
    archivedAt: null,
  };
  const template = await checked(ctx, applyTo(blank, input));
  await insertTemplate(ctx.tx, template).catch(nameTaken(template.name));
  await keepVersion(ctx, template, null);
  await audit(ctx, "template.created", subject(template), { name: template.name });
  return template;
}

/**
 * Changes a template. What was published keeps its words; drafts that take a changed part from it have something to
 * publish, and the live ones among them are named.
 */
export async function changeTemplate(
  ctx: WorkContext,
  ports: TemplatePorts,
  what: TemplateToChange,
  change: TemplateChanges,
): Promise<Changed> {
  const before = await lockForChange(ctx, what);
  const written = applyTo(before, change);
  const sharesOtherwise = written.sharing !== before.sharing || written.locked !== before.locked;
  if (sharesOtherwise && !mayShare(lookingAs(ctx), before)) {
    throw new Problem("forbidden", {
      detail: "Only its owner or an admin says who sees a template and whether it is locked.",
    });
  }
  return write(ctx, ports, { before, written, restores: null, fields: Object.keys(change) });
}

interface Writing {
  readonly before: TemplateRow;
  readonly written: TemplateRow;
  readonly restores: number | null;
  readonly fields: readonly string[];
}

/** Writes a changed row, its new content as the next version, and tells whom it touches. */
export async function write(ctx: WorkContext, ports: TemplatePorts, writing: Writing): Promise<Changed> {
  const { before, written, restores, fields } = writing;
  const parts = changedParts(before, written);
  const content = parts.length === 0 ? written : await checked(ctx, written);
  const contentVersion = before.contentVersion + (parts.length === 0 ? 0 : 1);
  const after = { ...content, contentVersion, version: before.version + 1, updatedAt: ctx.now };
  await updateTemplate(ctx.tx, after).catch(nameTaken(after.name));
  if (parts.length > 0) await keepVersion(ctx, after, restores);
  await audit(ctx, restores === null ? "template.changed" : "template.restored", subject(after), {
    fields,
    contentVersion,
    ...(restores === null ? {} : { restores }),
  });
  const source = { templateIds: [after.id], parts, snippets: [] };
  const touches = parts.length === 0 ? [] : await ports.wordsChanged(ctx, source);
  return { template: after, touches };
}

/** @throws Problem `not_found` (also where it is not theirs to see), `precondition_failed`, `template_locked` */
export async function lockForChange(ctx: WorkContext, what: TemplateToChange): Promise<TemplateRow> {
  const template = await lockTemplate(ctx.tx, what.id);
  const who = lookingAs(ctx);
  if (template === null || !maySee(who, template)) throw noSuchTemplate();
  what.checkVersion?.(template.version);
  if (template.archivedAt !== null) {
    throw new Problem("invalid_status", {
      detail: `"${template.name}" is archived and cannot be changed.`,
      fix: "Duplicate it to go on with a copy.",
    });
  }
  if (!mayChange(who, template)) throw new Problem("template_locked", { detail: `"${template.name}" is locked.` });
  return template;
}

/** With what follows from its content; refused where that could not be filled. */
async function checked(ctx: WorkContext, template: TemplateRow): Promise<TemplateRow> {
  const snippets = snippetNames(sourcesOf(template));
  const known = snippets.length === 0 ? [] : (await listAllSnippets(ctx.tx)).map(({ name }) => name);
  refuseFaults(checkContent(template, (name) => known.includes(name)));
  await checkAttachments(ctx.tx, template.attachments);
  return { ...template, variables: variablesOf(template), snippets };
}

async function keepVersion(ctx: WorkContext, template: TemplateRow, restores: number | null): Promise<void> {
  const { id, contentVersion: version } = template;
  await insertVersion(ctx.tx, id, {
    ...contentOf(template),
    ...{ version, restores },
    createdAt: ctx.now,
    createdBy: ctx.actor.kind === "user" ? ctx.actor.id : null,
    createdByName: ctx.actor.name,
  });
}

/** What counts as a new version where it changes. */
export function contentOf(row: TemplateContent): TemplateContent {
  const { subject: title, preheader, htmlContent, textContent, utm, attachments } = row;
  return { subject: title, preheader, htmlContent, textContent, utm, attachments };
}
type TemplateContent = Pick<
  TemplateRow,
  "subject" | "preheader" | "htmlContent" | "textContent" | "utm" | "attachments"
>;

function applyTo(before: TemplateRow, change: TemplateChanges): TemplateRow {
  const or = <T>(written: T | null | undefined, was: T, otherwise: T): T =>
    written === undefined ? was : (written ?? otherwise);
  return {
    ...before,
    name: change.name ?? before.name,
    subject: or(change.subject, before.subject, ""),
    htmlContent: or(change.htmlContent, before.htmlContent, ""),
    textContent: or(change.textContent, before.textContent, ""),
    preheader: or(change.preheader, before.preheader, ""),
    utm: change.utm === undefined ? before.utm : change.utm,
    attachments: or<TemplateRow["attachments"]>(change.attachments, before.attachments, []),
    category: or(change.category, before.category, "sales"),
    tags: change.tags === undefined ? before.tags : [...new Set(change.tags ?? [])].sort(),
    folder: change.folder === undefined ? before.folder : folderOf(change.folder),
    sharing: or(change.sharing, before.sharing, "workspace"),
    locked: or(change.locked, before.locked, false),
  };
}

/** `/ Founders // Follow-ups /` is `Founders/Follow-ups`. */
function folderOf(path: string | null): string | null {
  const names = (path ?? "").split("/").map((name) => name.trim());
  return names.filter((name) => name !== "").join("/") || null;
}

export function subject({ id }: Pick<TemplateRow, "id">) {
  return { kind: "template", id };
}

/** Turns the refusal of the unique index, which no look beforehand can replace, into the API's. */
function nameTaken(name: string): (err: unknown) => never {
  return (err) => {
    const { code, constraint } = err as { code?: string; constraint?: string };
    if (code !== "23505" || constraint !== "email_templates_name") throw err;
    throw new Problem("name_taken", { detail: `Another template is called "${name}".`, cause: err });
  };
}
