import type { Endpoints } from "@haste/contract/endpoints";
import type { TemplatePreview } from "@haste/contract/nouns/templates";
import { asInstant } from "@haste/engine/base";
import {
  compileEmail,
  fillEmail,
  type PersonalizationContext,
  type PublicLinks,
  sayRefusal,
} from "@haste/engine/render";
import {
  checkContent,
  freezeGroups,
  inlineSnippets,
  resolveGroups,
  snippetNames,
  sourcesOf,
  type WrittenEmail,
} from "@haste/engine/template";
import { refuseFaults, seenTemplate, snippetsFor } from "../../catalog/templates/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import type { InputOf } from "../../platform/http/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { chooseFor } from "./compiled-step.ts";
import { contextFor } from "./preview-context.ts";
import { readSequenceName } from "./queries.ts";

/** Nothing is signed or counted in a preview. */
const noLinks = { unsubscribeUrl: "#unsubscribe", pixelUrl: null, clickUrl: null };

/**
 * The email a template gives for one contact now, with the snippets as they stand: what sending would write if a step
 * were published with it. Unsaved parts come before those that are saved.
 * @throws Problem `template_syntax` with line and column
 */
export async function previewTemplate(
  ctx: WorkContext,
  { params, body }: InputOf<Endpoints["POST /templates/:id/preview"]>,
): Promise<TemplatePreview> {
  const template = await seenTemplate(ctx, params.id);
  const sequenceName = body.sequenceId ? await readSequenceName(ctx.tx, body.sequenceId) : template.name;
  if (sequenceName === null) throw new Problem("not_found", { detail: "There is no such sequence." });
  const way = { sequenceId: body.sequenceId ?? null, contactId: body.contactId, sequenceName };
  const context = await contextFor(ctx.tx, way);
  const written = await withSnippets(ctx, contentOf(template, body.content ?? {}), context, body.contactId);
  return fillPreview(written, context, { now: asInstant(ctx.now.getTime()), seed: body.contactId });
}

function contentOf(
  saved: WrittenEmail,
  unsaved: { readonly [Part in keyof WrittenEmail]?: WrittenEmail[Part] | undefined },
): WrittenEmail {
  const said = Object.fromEntries(Object.entries(unsaved).filter(([, part]) => part !== undefined));
  const { subject, preheader, htmlContent, textContent, utm }: WrittenEmail = { ...saved, ...said };
  return { subject, preheader, htmlContent, textContent, utm };
}

/** The content with the snippets it mentions, their groups chosen for this person; for nobody, the first text of each. */
export async function withSnippets(
  ctx: WorkContext,
  content: WrittenEmail,
  context: Pick<PersonalizationContext, "customData">,
  contactId: string | null,
): Promise<WrittenEmail> {
  const library = await snippetsFor(ctx.tx, sourcesOf(content));
  refuseFaults(checkContent(content, (name) => library.has(name)));
  const inlined = inlineSnippets(content, library);
  const groups = freezeGroups(snippetNames(sourcesOf(inlined)), library);
  if (Object.keys(groups).length === 0) return inlined;
  if (contactId === null) return resolveGroups(inlined, groups, {});
  const person = { contactId, customData: context.customData, at: ctx.now };
  const chosen = await chooseFor(ctx.tx, groups, [person]);
  return resolveGroups(inlined, groups, chosen.get(contactId) ?? {});
}

export function fillPreview(
  content: WrittenEmail,
  context: PersonalizationContext,
  moment: NonNullable<PublicLinks["moment"]>,
): TemplatePreview {
  const compiled = compileEmail(content);
  const filled = compiled.ok
    ? fillEmail(compiled.value, context, { ...noLinks, moment, utm: content.utm ?? null })
    : compiled;
  if (!filled.ok) {
    const refusal = { code: filled.error.code, detail: sayRefusal(filled.error) };
    return { subject: null, html: "", text: "", links: [], bytes: 0, refusal };
  }
  const { subject, html, text, links } = filled.value;
  return { subject, html, text, links: [...links], bytes: Buffer.byteLength(html), refusal: null };
}
