import { setImmediate } from "node:timers/promises";
import { asInstant, ok, type Result, refuse } from "@haste/engine/base";
import { type EmailRefusal, fillEmail, type PersonalizationContext, sayRefusal } from "@haste/engine/render";
import {
  type AttachedFile,
  type Definition,
  type StepOf,
  stepAs,
  stepAt,
  trackingOf,
  variantOf,
} from "@haste/engine/sequence";
import type { Chosen, WrittenEmail } from "@haste/engine/template";
import { type ClaimedEmail, loadDefinition } from "../../ledger/index.ts";
import type { SigningKeys } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { EditSeal } from "./approvals/ports.ts";
import { type Asked, askForApproval } from "./approvals/queries/approvals.ts";
import { type Candidate, free, standingOf, stepAsks } from "./approvals/standing.ts";
import { chooseFor, compiledEdit, compiledStep } from "./compiled-step.ts";
import { judgeFor, type MailToJudge } from "./judge-rules.ts";
import { publicLinksOf } from "./links.ts";
import { createModerator } from "./moderator.ts";
import { contextOf, type RenderSender } from "./person-context.ts";
import { readMailRules, readPeople } from "./queries.ts";

/** One email in its final words. */
export interface RenderedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Targets of the counted links, by number; stored with the email, the only place a click may lead to. */
  readonly links: readonly string[];
  readonly unsubscribeUrl: string;
  /** Who it says it is from, where a test says so; null: the account's own name. */
  readonly fromName: string | null;
  /** What goes with it; absent: nothing. Its bytes are read when it leaves. */
  readonly attachments?: readonly AttachedFile[] | undefined;
}

/** An email that a step asked for. */
export type StepEmail = ClaimedEmail & { readonly contact_id: string };

/** Why an email cannot be written, in words for whoever mends it. */
export interface RenderRefusal {
  readonly code:
    | EmailRefusal["code"]
    | "template_syntax"
    | "step_gone"
    | "needs_approval"
    | "no_thread_subject"
    | "rule_blocks";
  readonly detail: string;
}

export interface Renderer {
  /** Writes all emails of a batch, claimed at `now`, with one read for all their people. */
  render(
    tx: Tx,
    emails: readonly StepEmail[],
    sender: RenderSender & { readonly id: string },
    now: Date,
  ): Promise<Map<string, Result<RenderedEmail, RenderRefusal>>>;
}

/** What else this process does waits no longer than this and one mail: an honest batch is done in less. */
const turnMs = 25;

export interface RendererParts {
  readonly signingKeys: SigningKeys;
  /** Where recipients reach us: the workspace's own name for links, else ours, whose port is known once we listen. */
  readonly publicUrl: (tx: Tx) => string | Promise<string>;
  readonly edits: EditSeal;
}

export function createRenderer({ signingKeys, publicUrl, edits }: RendererParts): Renderer {
  const moderator = createModerator();
  return {
    async render(tx, emails, sender, now) {
      const people = await readPeople(
        tx,
        emails.map((email) => ({ contactId: email.contact_id, dealId: email.deal_id })),
      );
      const rules = await readMailRules(tx);
      const moderation = await moderator.begin(tx, rules, { accountId: sender.id, now });
      const judge = await judgeFor(
        tx,
        rules.rules,
        emails.map((email) => email.contact_id),
      );
      const base = await publicUrl(tx);
      const rendered = new Map<string, Result<RenderedEmail, RenderRefusal>>();
      const choices = await choicesOf(tx, emails);
      const standings = await standingOf(tx, await stepsOf(tx, emails), edits);
      const asked: Asked[] = [];
      let turnAt = performance.now();
      for (const [place, email] of emails.entries()) {
        const person = people[place];
        if (
          person === undefined ||
          email.sequence_id === null ||
          email.sequence_version === null ||
          email.step_id === null
        ) {
          throw new Error(`Email ${email.id} has no person or no step`);
        }
        const definition = await loadDefinition(tx, email.sequence_id, email.sequence_version);
        const found = stepAt(definition, email.step_id);
        const step = found?.kind === "email" ? stepAs(found, email.variant_id) : null;
        const fromName = fromNameOf(definition, email);
        const links = publicLinksOf(signingKeys, base, { workspaceId: tx.workspaceId, emailId: email.id });
        const context = contextOf(person, fromName === null ? sender : { ...sender, displayName: fromName }, {
          sequenceName: definition.name,
          ...rules.address,
          customData: email.context ?? {},
        });
        const chosen = choices.get(email.id) ?? {};
        const { waits, edited, isApproved } = standings.get(email.id) ?? free;
        const here = { ...context, timezone: definition.settings.timezone };
        const written = renderOne(email, { definition, step, context: here, links, chosen, edited });
        const verdict = written.ok ? judge(judgedOf(email, written.value, context)) : null;
        const wishes = verdict?.effect === "approve" ? verdict.detail : null;
        const finding = written.ok && !isApproved ? (moderation.findingOf(written.value) ?? wishes) : null;
        const holds = waits || finding !== null ? { ...unapproved, ...(finding && { detail: finding }) } : null;
        if (verdict !== null && wishes === null) {
          rendered.set(email.id, refuse({ code: "rule_blocks", detail: verdict.detail }));
          continue;
        }
        const named = written.ok ? ok({ ...written.value, fromName }) : written;
        rendered.set(email.id, named.ok && holds !== null ? refuse(holds) : named);
        if (written.ok && holds !== null) asked.push(askedOf(email, step?.id ?? ""));
        if (written.ok) moderation.count(written.value, holds === null ? "leaves" : "waits");
        if (performance.now() - turnAt > turnMs) {
          await setImmediate();
          turnAt = performance.now();
        }
      }
      await askForApproval(tx, asked);
      await moderation.finish();
      return rendered;
    },
  };
}

/**
 * Which snippets each email gets, by its id: one read for all emails of a version. Judged as of the instant an email was
 * meant to leave, so that a retry says the same.
 */
async function choicesOf(tx: Tx, emails: readonly StepEmail[]): Promise<Map<string, Chosen>> {
  const chosen = new Map<string, Chosen>();
  const byVersion = Map.groupBy(emails, (email) => `${email.sequence_id} ${email.sequence_version}`);
  for (const [first, ...others] of byVersion.values()) {
    if (first === undefined || first.sequence_id === null || first.sequence_version === null) continue;
    const definition = await loadDefinition(tx, first.sequence_id, first.sequence_version);
    const own = [first, ...others];
    const people = own.map(({ contact_id: contactId, context, send_at: at }) => ({
      contactId,
      customData: context ?? {},
      at,
    }));
    const choices = await chooseFor(tx, definition.snippetGroups, people);
    for (const email of own) chosen.set(email.id, choices.get(email.contact_id) ?? {});
  }
  return chosen;
}

const unapproved = { code: "needs_approval", detail: stepAsks } as const;

function askedOf(email: StepEmail, stepId: string): Asked {
  const { id: emailId, sequence_id: sequenceId, enrollment_id: enrollmentId, contact_id: contactId } = email;
  // An email of a step has a sequence and an enrollment; the instant it was meant to leave is when it was asked for.
  return {
    emailId,
    sequenceId: sequenceId ?? "",
    stepId,
    enrollmentId: enrollmentId ?? "",
    contactId,
    askedAt: email.send_at,
  };
}

/** Judged for the instant it was meant to leave, or was first tried: a consent may end while a mail waits. */
function judgedOf(
  email: StepEmail,
  { html, text, unsubscribeUrl }: Pick<RenderedEmail, "html" | "text" | "unsubscribeUrl">,
  { postalAddress }: PersonalizationContext,
): MailToJudge {
  const { contact_id: contactId, sequence_id: sequenceId } = email;
  const at = new Date(Math.max(email.send_at.getTime(), email.first_tried_at.getTime()));
  return { contactId, sequenceId, customData: email.context ?? {}, at, html, text, unsubscribeUrl, postalAddress };
}

/** The emails whose steps are still there. */
async function stepsOf(tx: Tx, emails: readonly ClaimedEmail[]): Promise<Candidate[]> {
  const candidates: Candidate[] = [];
  for (const email of emails) {
    if (email.sequence_id === null || email.sequence_version === null || email.step_id === null) continue;
    const step = stepAt(await loadDefinition(tx, email.sequence_id, email.sequence_version), email.step_id);
    if (step?.kind === "email") candidates.push({ email, step: stepAs(step, email.variant_id) });
  }
  return candidates;
}

interface OneEmail {
  /** What was written for this person instead of the step's words. */
  readonly edited: WrittenEmail | null;
  readonly chosen: Chosen;
  readonly definition: Definition;
  readonly step: StepOf<"email"> | null;
  readonly context: PersonalizationContext;
  readonly links: ReturnType<typeof publicLinksOf>;
}

function renderOne(
  email: ClaimedEmail,
  { definition, step, context, links, chosen, edited }: OneEmail,
): Result<Omit<RenderedEmail, "fromName">, RenderRefusal> {
  if (step === null) return refuse({ code: "step_gone", detail: "The step is no longer part of the sequence." });
  const template =
    edited === null ? compiledStep(definition, step, chosen) : compiledEdit(definition, step, { edited, chosen });
  if (!template.ok) {
    const { line, column, detail, part } = template.error;
    return refuse({
      code: "template_syntax",
      detail: `The ${part} cannot be read at line ${line}, column ${column}: ${detail}`,
    });
  }
  const tracking = trackingOf(definition, step);
  const filled = fillEmail(template.value, context, {
    unsubscribeUrl: links.unsubscribeUrl,
    pixelUrl: tracking.opens ? links.openUrl : null,
    clickUrl: tracking.clicks ? links.clickUrl : null,
    moment: { now: asInstant(email.send_at.getTime()), seed: email.id },
    utm: step.content.utm ?? null,
  });
  if (!filled.ok) return refuse({ code: filled.error.code, detail: sayRefusal(filled.error) });
  const subject = filled.value.subject ?? replyTo(email.thread_subject);
  if (subject === null) {
    return refuse({
      code: "no_thread_subject",
      detail: "The step continues a thread, but no earlier email of it has left. Give the step a subject.",
    });
  }
  const attachments = step.content.attachments ?? undefined;
  return ok({ ...filled.value, subject, unsubscribeUrl: links.unsubscribeUrl, attachments });
}

/** The name of its own variant, else that of the latest email of its thread which had one (B28). */
function fromNameOf({ steps }: Definition, email: ClaimedEmail): string | null {
  for (const id of [email.variant_id, ...(email.thread_variants ?? [])]) {
    if (id === null) continue;
    const name = steps.map((step) => variantOf(step, id)?.fromName ?? null).find((one) => one !== null);
    if (name !== undefined) return name;
  }
  return null;
}

/** A follow-up keeps its thread's subject, with one "Re:" however long the thread is (B1). */
function replyTo(threadSubject: string | null): string | null {
  if (threadSubject === null) return null;
  return /^re:/i.test(threadSubject) ? threadSubject : `Re: ${threadSubject}`;
}
