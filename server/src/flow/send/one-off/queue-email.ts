import { sayProvider } from "@haste/engine/pace";
import { sendableAccount } from "../../../catalog/sending-accounts/index.ts";
import { findStopped, momentOf, type OneOff, queueOneOff } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { type OnceToWrite, renderOnce } from "../../render/index.ts";
import type { OneOffPorts } from "./ports.ts";

export interface EmailToQueue
  extends Pick<OneOff, "kind" | "contactId" | "toEmail" | "inReplyTo" | "referenceIds" | "recipientProvider"> {
  readonly content: OnceToWrite["content"];
  readonly person: OnceToWrite["person"];
  readonly sendingAccountId: string;
}

/**
 * Writes a one-off email and lets it wait in its account's lane: from there on it goes the way of every other one.
 * @throws Problem `not_found`, `invalid_status` where the account is paused, stopped towards the recipient's provider,
 *   or has no room, and what `renderOnce` refuses
 */
export async function queueEmail(ctx: WorkContext, ports: OneOffPorts, email: EmailToQueue): Promise<string> {
  const account = await sendableAccount(ctx.tx, email.sendingAccountId);
  const id = ctx.newId();
  const { content, person, kind, contactId, toEmail, inReplyTo, referenceIds, recipientProvider } = email;
  if (recipientProvider !== null && inReplyTo === null) await refuseStopped(ctx, account, recipientProvider);
  const rendered = await renderOnce(ctx, ports, { emailId: id, content, person, sender: account });
  const seal = await ports.openSeal(ctx.tx);
  const queued: OneOff = {
    ...{ id, kind, contactId, toEmail, inReplyTo, referenceIds, recipientProvider },
    subject: rendered.subject.slice(0, 500),
    account: { ...account, zone: account.timezone },
    sealed: seal.seal(id, rendered),
  };
  if ((await queueOneOff(ctx.tx, queued, momentOf(ctx))) === null) {
    throw new Problem("invalid_status", {
      detail: `${account.email} has no room for another email within two months.`,
      fix: "Raise its limits, or send from another account.",
    });
  }
  return id;
}

/** Whoever wrote to us is answered all the same: that is no mail anybody reports. */
async function refuseStopped(
  ctx: WorkContext,
  account: { readonly id: string; readonly email: string },
  provider: string,
): Promise<void> {
  if ((await findStopped(ctx.tx, [{ accountId: account.id, provider }])).length === 0) return;
  throw new Problem("invalid_status", {
    detail: `${account.email} is stopped towards ${sayProvider(provider)}, whose people reported its mail as spam.`,
    fix: "Send from another account, or let this one go on there and say what was done.",
  });
}
