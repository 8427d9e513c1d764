import { type Consent, faultOfConsent } from "@haste/engine/compliance";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { CrmPorts } from "../ports.ts";
import { findPresent } from "../queries/consents.ts";
import { lockContact } from "../queries/contacts.ts";
import { holdContacts } from "../queries/watched-contacts.ts";
import { noSuchContact } from "../save-contact.ts";
import { EntryWatch } from "../segments/entry-watch.ts";
import { cleanLine, invalid } from "../text.ts";
import { auditConsents, keepConsents, todayOf } from "./keep-consents.ts";

/** A record as a request brings it; what is left out is not known. */
export interface ConsentInput {
  readonly basis: Consent["basis"];
  readonly kind?: Consent["kind"] | undefined;
  readonly givenOn?: string | null | undefined;
  readonly source?: string | null | undefined;
  readonly proof?: string | null | undefined;
}

/** Records on what mail to one contact rests. @throws Problem `not_found`, `invalid_request` */
export async function recordConsent(
  ctx: WorkContext,
  ports: CrmPorts,
  contactId: string,
  input: ConsentInput,
): Promise<void> {
  const consent = requireConsent(ctx, input, "");
  if ((await lockContact(ctx.tx, contactId)) === null) throw noSuchContact();
  await recordForAll(ctx, ports, [contactId], consent);
}

/** The same for many; who is not there or archived is left out. @throws Problem `invalid_request` */
export async function recordConsents(
  ctx: WorkContext,
  ports: CrmPorts,
  contactIds: readonly string[],
  input: ConsentInput,
): Promise<{ recorded: number; unchanged: number }> {
  const consent = requireConsent(ctx, input, "/consent");
  await holdContacts(ctx.tx, contactIds);
  const present = await findPresent(ctx.tx, contactIds);
  const recorded = await recordForAll(ctx, ports, present, consent);
  return { recorded, unchanged: present.length - recorded };
}

/** @returns of how many contacts another record stood */
async function recordForAll(
  ctx: WorkContext,
  ports: CrmPorts,
  contactIds: readonly string[],
  consent: Consent,
): Promise<number> {
  if (contactIds.length === 0) return 0;
  const watch = new EntryWatch(ctx, ports);
  await watch.contactsWillChange(contactIds);
  const origin = ctx.actor.kind === "user" ? "hand" : "api";
  const all = contactIds.map((contactId) => ({ contactId, consent }));
  const written = await keepConsents(ctx, all, origin);
  if (written.length === 0) return 0;
  await auditConsents(ctx, written, { consent, origin });
  await ports.ledger.contactsChanged(ctx, written);
  await watch.tellEntered();
  return written.length;
}

function requireConsent(ctx: WorkContext, input: ConsentInput, pointer: string): Consent {
  const { basis, kind = null, givenOn = null, source, proof } = input;
  const consent = { basis, kind, givenOn, source: cleanLine(source ?? ""), proof: proof?.trim() || null };
  if (consent.proof?.includes("\0"))
    throw invalid(`${pointer}/proof`, "nul_character", "Proof holds no NUL characters.");
  const fault = faultOfConsent(consent, todayOf(ctx));
  if (fault !== null) throw invalid(`${pointer}/${fault.field}`, fault.code, fault.detail);
  return consent;
}
