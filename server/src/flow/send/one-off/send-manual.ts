import type { Endpoints } from "@haste/contract/endpoints";
import { providerOfDomain } from "@haste/engine/pace";
import { emailToWire, readEmail, readRecipient } from "../../../ledger/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { accepted, type InputOf } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { OneOffPorts } from "./ports.ts";
import { queueEmail } from "./queue-email.ts";

/**
 * Sends what somebody wrote to one contact. It counts in the account's limits and goes out no faster than other mail;
 * whoever asked to be left alone is, here as well as at the last look.
 */
export async function sendManual(
  ctx: WorkContext,
  ports: OneOffPorts,
  { params, body }: InputOf<Endpoints["POST /contacts/:id/emails"]>,
) {
  const recipient = await readRecipient(ctx.tx, params.id);
  if (recipient === null) throw new Problem("not_found", { detail: "There is no such contact." });
  if (recipient.suppression !== null) {
    throw new Problem("suppressed", { detail: `${recipient.email} is suppressed: ${recipient.suppression}.` });
  }
  const { sendingAccountId, inReplyTo, ...content } = body;
  const id = await queueEmail(ctx, ports, {
    kind: "manual",
    contactId: params.id,
    toEmail: recipient.email,
    recipientProvider: recipient.reader ?? providerOfDomain(recipient.domain),
    inReplyTo: inReplyTo ?? null,
    referenceIds: inReplyTo ? await ports.chainUpTo(ctx.tx, params.id, inReplyTo) : null,
    content,
    person: { contactId: params.id },
    sendingAccountId,
  });
  await audit(ctx, "email.written", { kind: "email", id }, { contactId: params.id });
  const email = await readEmail(ctx.tx, id);
  if (email === null) throw new Error(`Email ${id} was not written`);
  return accepted(`/emails/${id}`, emailToWire(email));
}
