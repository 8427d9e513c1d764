import { sendableAccount } from "../../../catalog/sending-accounts/index.ts";
import { momentOf, type OneOff, queueOneOff } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { type OnceToWrite, renderOnce } from "../../render/index.ts";
import type { OneOffPorts } from "./ports.ts";

export interface EmailToQueue extends Pick<OneOff, "kind" | "contactId" | "toEmail" | "inReplyTo" | "referenceIds"> {
  readonly content: OnceToWrite["content"];
  readonly person: OnceToWrite["person"];
  readonly sendingAccountId: string;
}

/**
 * Writes a one-off email and lets it wait in its account's lane: from there on it goes the way of every other one.
 * @throws Problem `not_found`, `invalid_status` where the account is paused or has no room, and what `renderOnce` refuses
 */
export async function queueEmail(ctx: WorkContext, ports: OneOffPorts, email: EmailToQueue): Promise<string> {
  const account = await sendableAccount(ctx.tx, email.sendingAccountId);
  const id = ctx.newId();
  const { content, person, kind, contactId, toEmail, inReplyTo, referenceIds } = email;
  const rendered = await renderOnce(ctx, ports, { emailId: id, content, person, sender: account });
  const seal = await ports.openSeal(ctx.tx);
  const queued: OneOff = {
    ...{ id, kind, contactId, toEmail, inReplyTo, referenceIds },
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
