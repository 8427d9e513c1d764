import { chainOf } from "@haste/engine/track";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { openInbounds } from "./content.ts";
import { listThreadInbound, readOwnChain } from "./queries.ts";

/** How far back the answered mail is looked for: each one has to be opened. */
const mostOpened = 50;

/**
 * The Message-IDs of a thread up to the mail that is answered, the first first (RFC 5322 §3.6.4). A mail we never saw
 * stands alone: what was before it nobody here knows.
 */
export async function chainUpTo(tx: Tx, keyRing: KeyRing<Tx>, contactId: string, messageId: string): Promise<string[]> {
  const own = await readOwnChain(tx, contactId, messageId);
  if (own !== null) return [...(own.reference_ids ?? own.ids), messageId];
  const rows = await listThreadInbound(tx, { id: contactId, contact_id: contactId }, mostOpened);
  for (const content of (await openInbounds(tx, keyRing, rows)).values()) {
    const chain = chainOf(content.mail);
    if (chain.at(-1) === messageId) return chain;
  }
  return [messageId];
}
