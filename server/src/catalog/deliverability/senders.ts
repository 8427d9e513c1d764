import type { Sender } from "@haste/engine/deliverability";
import { mailHosts } from "@haste/engine/send";
import type { SenderRow } from "../sending-accounts/index.ts";

/** Who carries an account's mail, by the name its records are known under. */
export function senderOf({ id, provider, smtpHost, dkimSigning }: SenderRow): Sender {
  const host = mailHosts.find(({ smtp }) => smtp.host === smtpHost?.toLowerCase());
  return { accountId: id, service: provider === "smtp" ? (host?.id ?? null) : provider, signing: dkimSigning };
}
