import type { AttachedFile } from "@haste/engine/sequence";
import { sendableAccount } from "../../../catalog/sending-accounts/index.ts";
import { momentOf, queueOneOff } from "../../../ledger/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import { Problem } from "../../../platform/problem/index.ts";
import { publicLinksOf } from "../../render/index.ts";
import type { OneOffPorts } from "./ports.ts";

export interface ReportToQueue {
  readonly sendingAccountId: string;
  readonly toEmail: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachment: AttachedFile;
}

/**
 * Lets a report wait in its account's lane. Its words are final: no link of it is counted, it holds no pixel, it belongs to
 * no sequence and no contact, and takes room of the hour only.
 * @throws Problem `not_found`, `invalid_status` where the account is paused or has no room
 */
export async function queueReport(
  ctx: WorkContext,
  ports: Pick<OneOffPorts, "signingKeys" | "publicUrl" | "openSeal">,
  { sendingAccountId, toEmail, attachment, ...words }: ReportToQueue,
): Promise<string> {
  const account = await sendableAccount(ctx.tx, sendingAccountId);
  const id = ctx.newId();
  const email = { workspaceId: ctx.tx.workspaceId, emailId: id };
  const { unsubscribeUrl } = publicLinksOf(ports.signingKeys, await ports.publicUrl(ctx.tx), email);
  const seal = await ports.openSeal(ctx.tx);
  const content = { ...words, links: [], unsubscribeUrl, fromName: null, attachments: [attachment] };
  const sendAt = await queueOneOff(
    ctx.tx,
    {
      ...{ id, kind: "report", contactId: null, toEmail, inReplyTo: null, referenceIds: null },
      recipientProvider: null,
      subject: words.subject.slice(0, 500),
      account: { ...account, zone: account.timezone },
      sealed: seal.seal(id, content),
    },
    momentOf(ctx),
  );
  if (sendAt !== null) return id;
  throw new Problem("invalid_status", {
    detail: `${account.email} has no room for a report within two months.`,
    fix: "Raise its limits, or choose another account.",
  });
}
