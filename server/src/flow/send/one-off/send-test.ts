import type { Endpoints } from "@haste/contract/endpoints";
import { addressOf, isOfMember, type OwnAddress } from "../../../catalog/identity/index.ts";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { accepted, type InputOf } from "../../../platform/http/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import type { OneOffPorts } from "./ports.ts";
import { queueEmail } from "./queue-email.ts";

/**
 * Sends an email to whoever wrote it, over the account and by the way it would go. It belongs to no sequence and to no
 * contact, so nothing that happens to it counts or stops anybody.
 */
export async function sendTest(
  ctx: WorkContext,
  ports: OneOffPorts,
  { body }: InputOf<Endpoints["POST /templates/test-send"]>,
) {
  const own = await addressOf(ctx.tx, ctx.actor);
  const toEmail = await recipientOf(ctx, own, body.to);
  const id = await queueEmail(ctx, ports, {
    kind: "test",
    contactId: null,
    toEmail,
    recipientProvider: null,
    inReplyTo: null,
    referenceIds: null,
    content: body.content,
    person:
      body.contactId === null ? { email: toEmail, name: own?.name ?? ctx.actor.name } : { contactId: body.contactId },
    sendingAccountId: body.sendingAccountId,
  });
  await audit(ctx, "email.tested", { kind: "email", id }, { to: toEmail });
  return accepted(`/emails/${id}`, { emailId: id, status: "scheduled" as const });
}

async function recipientOf(ctx: WorkContext, own: OwnAddress | null, to: string | null): Promise<string> {
  if (to === null) {
    if (own !== null) return own.email;
    throw refused("Nobody's address is known behind this key.", "Say in `to` where it goes.");
  }
  // What leaves a sandbox is caught; live, a test must not become a way to write to strangers past every limit.
  if (ctx.workspace.mode === "sandbox" || (await isOfMember(ctx.tx, to))) return to;
  throw refused(
    `${to} belongs to no member of this workspace.`,
    "Send tests to your own address or to one of a colleague.",
  );
}

function refused(detail: string, fix: string): Problem {
  return new Problem("invalid_request", { detail, fix, errors: [{ pointer: "/to", code: "not_a_member", detail }] });
}
