import { asInstant, ok, type Result, refuse } from "@haste/engine/base";
import {
  type CompiledEmail,
  compileEmail,
  type EmailRefusal,
  fillEmail,
  type PersonalizationContext,
  sayRefusal,
} from "@haste/engine/render";
import { type Definition, type StepOf, stepAt, trackingOf } from "@haste/engine/sequence";
import { type ClaimedEmail, loadDefinition } from "../../ledger/index.ts";
import type { SigningKeys } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { publicLinksOf } from "./links.ts";
import { contextOf, type RenderSender } from "./person-context.ts";
import { readPeople, readPostalAddress } from "./queries.ts";

/** One email in its final words. */
export interface RenderedEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Targets of the counted links, by number; stored with the email, the only place a click may lead to. */
  readonly links: readonly string[];
  readonly unsubscribeUrl: string;
}

/** Why an email cannot be written, in words for whoever mends it. */
export interface RenderRefusal {
  readonly code: EmailRefusal["code"] | "template_syntax" | "step_gone" | "no_thread_subject";
  readonly detail: string;
}

export interface Renderer {
  /** Writes all emails of a batch with one read for all their people. */
  render(
    tx: Tx,
    emails: readonly ClaimedEmail[],
    sender: RenderSender,
  ): Promise<Map<string, Result<RenderedEmail, RenderRefusal>>>;
}

export interface RendererParts {
  readonly signingKeys: SigningKeys;
  /** Where recipients reach us; asked per batch, because the port is known only once the product listens. */
  readonly publicUrl: () => string;
}

/** Compiled once per version: steps of a published definition never change. */
const compiled = new WeakMap<StepOf<"email">, ReturnType<typeof compileEmail>>();

export function compiledStep(step: StepOf<"email">): ReturnType<typeof compileEmail> {
  let email = compiled.get(step);
  if (email === undefined) {
    email = compileEmail(step.content, { isStored: true });
    compiled.set(step, email);
  }
  return email;
}

export function createRenderer({ signingKeys, publicUrl }: RendererParts): Renderer {
  return {
    async render(tx, emails, sender) {
      const people = await readPeople(
        tx,
        emails.map((email) => email.contact_id),
      );
      const postalAddress = await readPostalAddress(tx);
      const base = publicUrl();
      const rendered = new Map<string, Result<RenderedEmail, RenderRefusal>>();
      for (const email of emails) {
        const person = people.get(email.contact_id);
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
        const step = found?.kind === "email" ? found : null;
        const links = publicLinksOf(signingKeys, base, { workspaceId: tx.workspaceId, emailId: email.id });
        const context = contextOf(person, sender, {
          sequenceName: definition.name,
          postalAddress,
          customData: email.context ?? {},
        });
        const here = { ...context, timezone: definition.settings.timezone };
        rendered.set(email.id, renderOne(email, { definition, step, context: here, links }));
      }
      return rendered;
    },
  };
}

interface OneEmail {
  readonly definition: Definition;
  readonly step: StepOf<"email"> | null;
  readonly context: PersonalizationContext;
  readonly links: ReturnType<typeof publicLinksOf>;
}

function renderOne(
  email: ClaimedEmail,
  { definition, step, context, links }: OneEmail,
): Result<RenderedEmail, RenderRefusal> {
  if (step === null) return refuse({ code: "step_gone", detail: "The step is no longer part of the sequence." });
  const template = compiledStep(step);
  if (!template.ok) {
    const { line, column, detail, part } = template.error;
    return refuse({
      code: "template_syntax",
      detail: `The ${part} cannot be read at line ${line}, column ${column}: ${detail}`,
    });
  }
  const tracking = trackingOf(definition, step);
  const filled = fillEmail(template.value satisfies CompiledEmail, context, {
    unsubscribeUrl: links.unsubscribeUrl,
    pixelUrl: tracking.opens ? links.openUrl : null,
    clickUrl: tracking.clicks ? links.clickUrl : null,
    moment: { now: asInstant(email.send_at.getTime()), seed: email.id },
  });
  if (!filled.ok) return refuse({ code: filled.error.code, detail: sayRefusal(filled.error) });
  const subject = filled.value.subject ?? replyTo(email.thread_subject);
  if (subject === null) {
    return refuse({
      code: "no_thread_subject",
      detail: "The step continues a thread, but no earlier email of it has left. Give the step a subject.",
    });
  }
  return ok({ ...filled.value, subject, unsubscribeUrl: links.unsubscribeUrl });
}

/** A follow-up keeps its thread's subject, with one "Re:" however long the thread is (B1). */
function replyTo(threadSubject: string | null): string | null {
  if (threadSubject === null) return null;
  return /^re:/i.test(threadSubject) ? threadSubject : `Re: ${threadSubject}`;
}
