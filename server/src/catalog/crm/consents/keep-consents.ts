import { DAY_MS } from "@haste/engine/base";
import type { Consent } from "@haste/engine/compliance";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { type ConsentOrigin, insertConsents } from "../queries/consents.ts";

export interface KeptConsent {
  readonly contactId: string;
  readonly consent: Consent;
}

/** Writes records of contacts whom the caller holds and tells the ledger of; answers with those of whom another one stood. */
export function keepConsents(ctx: WorkContext, kept: readonly KeptConsent[], origin: ConsentOrigin): Promise<string[]> {
  if (kept.length === 0) return Promise.resolve([]);
  const rows = kept.map(({ contactId, consent }) => ({ ...consent, contactId }));
  return insertConsents(ctx.tx, rows, { origin, name: ctx.actor.name, at: ctx.now });
}

/** Names each contact, without the record's words: those stand in the history, and go with whoever is erased. */
export async function auditConsents(
  ctx: WorkContext,
  contactIds: readonly string[],
  { consent, origin }: { readonly consent: Consent; readonly origin: ConsentOrigin },
): Promise<void> {
  const { basis, kind, givenOn } = consent;
  for (const id of contactIds)
    await audit(ctx, "contact.consent_recorded", { kind: "contact", id }, { basis, kind, givenOn, origin });
}

/** The last day that has begun at Greenwich, by which dates are judged. */
export const todayOf = ({ now }: Pick<WorkContext, "now">) => Math.floor(now.getTime() / DAY_MS);
