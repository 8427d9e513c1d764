import type { Sender } from "@haste/engine/deliverability";
import { mailHosts } from "@haste/engine/send";
import type { SenderRow } from "../sending-accounts/index.ts";

/** Who carries an account's mail, by the name its records are known under. */
export function senderOf(sender: SenderRow): Sender {
  return { accountId: sender.id, service: serviceNameOf(sender), server: sender.smtpHost, signing: sender.dkimSigning };
}

/** The provider, or the known host behind an SMTP server; null: a server nothing is known of. */
export function serviceNameOf({ provider, smtpHost }: SenderRow): string | null {
  if (provider !== "smtp") return provider;
  return mailHosts.find(({ smtp }) => smtp.host === smtpHost?.toLowerCase())?.id ?? null;
}
