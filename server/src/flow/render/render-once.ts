import { asInstant } from "@haste/engine/base";
import type { JudgedMail } from "@haste/engine/compliance";
import { compileEmail, fillEmail, type PersonalizationContext, sayRefusal } from "@haste/engine/render";
import type { WorkContext } from "../../platform/context/index.ts";
import type { SigningKeys } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { judgeFor } from "./judge-rules.ts";
import { publicLinksOf } from "./links.ts";
import { contextOf, type RenderSender } from "./person-context.ts";
import { withSnippets } from "./preview-template.ts";
import { type PersonRow, readMailRules, readPeople } from "./queries.ts";
import type { RenderedEmail } from "./render-emails.ts";

export interface RenderOnceParts {
  readonly signingKeys: SigningKeys;
  /** Where recipients reach us; asked each time, because the port is known only once the product listens. */
  readonly publicUrl: (tx: Tx) => string | Promise<string>;
}

/** An email of no sequence, before its places are filled. */
export interface OnceToWrite {
  readonly emailId: string;
  readonly content: {
    readonly subject: string;
    readonly htmlContent: string;
    readonly textContent?: string | null | undefined;
    readonly preheader?: string | null | undefined;
  };
  /** Whose fields fill it; an address and a name where it is nobody among the contacts. */
  readonly person: { readonly contactId: string } | { readonly email: string; readonly name: string };
  readonly sender: RenderSender;
}

/**
 * Writes one email that no step asked for, as sending would: with the snippets as they stand, the signed links and the
 * footer. Somebody waits for the answer, so what cannot be filled is refused instead of held.
 * @throws Problem `template_syntax`, `invalid_request` with the variable that has no value, `not_found`
 */
export async function renderOnce(
  ctx: WorkContext,
  { signingKeys, publicUrl }: RenderOnceParts,
  { emailId, content, person, sender }: OnceToWrite,
): Promise<RenderedEmail> {
  const contactId = "contactId" in person ? person.contactId : null;
  const context = await contextOfPerson(ctx, person, sender);
  const words = { ...content, textContent: content.textContent ?? "" };
  const written = await withSnippets(ctx, words, context, contactId);
  const compiled = compileEmail({ ...written, preheader: content.preheader ?? null });
  if (!compiled.ok) {
    const { part, line, column, detail } = compiled.error;
    throw new Problem("template_syntax", { detail, part, line, column });
  }
  const links = publicLinksOf(signingKeys, await publicUrl(ctx.tx), { workspaceId: ctx.tx.workspaceId, emailId });
  const filled = fillEmail(compiled.value, context, {
    unsubscribeUrl: links.unsubscribeUrl,
    pixelUrl: links.openUrl,
    clickUrl: links.clickUrl,
    moment: { now: asInstant(ctx.now.getTime()), seed: emailId },
  });
  if (!filled.ok) {
    const error = { pointer: "/content", code: filled.error.code, detail: sayRefusal(filled.error) };
    throw new Problem("invalid_request", { detail: error.detail, errors: [error] });
  }
  const { subject } = filled.value;
  if (subject === null) {
    const error = { pointer: "/content/subject", code: "empty_subject", detail: "The email has no subject." };
    throw new Problem("invalid_request", { detail: error.detail, errors: [error] });
  }
  const mail = { ...filled.value, subject, unsubscribeUrl: links.unsubscribeUrl, fromName: null };
  if (contactId !== null) await refuseByRules(ctx, contactId, { ...mail, postalAddress: context.postalAddress });
  return mail;
}

/** A rule that blocks, or wants words, holds for whoever writes by hand too; one that wants approval does not: somebody looks. */
async function refuseByRules(
  { tx, now: at }: WorkContext,
  contactId: string,
  mail: Pick<JudgedMail, "html" | "text" | "unsubscribeUrl" | "postalAddress">,
): Promise<void> {
  const judge = await judgeFor(tx, (await readMailRules(tx)).rules, [contactId]);
  const verdict = judge({ ...mail, sequenceId: null, contactId, customData: {}, at });
  if (verdict === null || verdict.effect === "approve") return;
  const { detail } = verdict;
  throw new Problem("invalid_request", { detail, errors: [{ pointer: "/content", code: "rule_blocks", detail }] });
}

async function contextOfPerson(
  { tx }: WorkContext,
  person: OnceToWrite["person"],
  sender: RenderSender,
): Promise<PersonalizationContext> {
  const around = { sequenceName: "", ...(await readMailRules(tx)).address, customData: {} };
  if (!("contactId" in person)) return contextOf(somebody(person), sender, around);
  const [row] = await readPeople(tx, [{ contactId: person.contactId, dealId: null }]);
  if (row === undefined) throw new Problem("not_found", { detail: "There is no such contact." });
  return contextOf(row, sender, around);
}

/** Somebody of whom nothing is known but the name they go by. */
function somebody({ email, name }: { readonly email: string; readonly name: string }): PersonRow {
  const [firstName = "", ...others] = name.trim().split(/\s+/);
  return {
    id: "",
    email,
    first_name: firstName || null,
    last_name: others.join(" ") || null,
    title: null,
    timezone: null,
    custom_fields: {},
    company_name: null,
    company_domain: null,
    company_industry: null,
    company_fields: null,
    deal_name: null,
    deal_stage: null,
    deal_amount: null,
    deal_currency: null,
    deal_fields: null,
  };
}
