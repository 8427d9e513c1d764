import type { PersonalizationContext } from "@haste/engine/render";
import type { Tx } from "../../platform/db/index.ts";
import { Problem } from "../../platform/problem/index.ts";
import { contextOf } from "./person-context.ts";
import { readLikelySender, readMailRules, readNamedAtEnrollment, readPeople, readSequenceName } from "./queries.ts";

/** Before there is a sending account, an email is drawn as from somebody it will have to be named after. */
const nobody = { displayName: "Your name", email: "you@example.com", signature: null };

/**
 * What the renderer would be given for this person now, so that a screen can draw an email nobody wrote yet. The sender
 * is the account of their enrollment, else the first that sends.
 */
export async function previewContext(
  tx: Tx,
  { sequenceId, contactId }: { readonly sequenceId: string; readonly contactId: string },
): Promise<PersonalizationContext> {
  const sequenceName = await readSequenceName(tx, sequenceId);
  if (sequenceName === null) throw new Problem("not_found", { detail: "There is no such sequence." });
  return contextFor(tx, { sequenceId, contactId, sequenceName });
}

/** The same where the sequence is known to be there, or where there is none. */
export async function contextFor(
  tx: Tx,
  way: { readonly sequenceId: string | null; readonly contactId: string; readonly sequenceName: string },
): Promise<PersonalizationContext> {
  const { context: customData, dealId } = await readNamedAtEnrollment(tx, way);
  const [person] = await readPeople(tx, [{ contactId: way.contactId, dealId }]);
  if (person === undefined) throw new Problem("not_found", { detail: "There is no such contact." });
  const { address } = await readMailRules(tx);
  const sender = (await readLikelySender(tx, way)) ?? nobody;
  return contextOf(person, sender, { sequenceName: way.sequenceName, ...address, customData });
}
