import type { Hop } from "@haste/contract/nouns/connecting";
import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";

export const providerWords: Readonly<Record<SendingAccount["provider"], string>> = {
  smtp: "SMTP",
  gmail: "Google",
  outlook: "Microsoft",
  sendgrid: "SendGrid",
  mailgun: "Mailgun",
  ses: "Amazon SES",
};

/** What a hop is called, whatever comes of it. */
export const hopWords: Readonly<Record<Hop["step"], string>> = {
  token: "Consent",
  dns: "Name",
  tcp: "Connection",
  tls: "Encryption",
  auth: "Sign-in",
  sender: "Sender",
  mail: "Test mail",
  seen: "In its mailbox",
  dkim: "DKIM",
  spf: "SPF",
  dmarc: "DMARC",
  "one-click": "One-click unsubscribe",
  "handed-over": "Handed over encrypted",
};

export const wayWords: Readonly<Record<Hop["protocol"], string>> = {
  consent: "Consent",
  smtp: "Sending (SMTP)",
  api: "Sending (API)",
  imap: "Reading (IMAP)",
  returned: "The mail that came back",
};

/** `12 ms`; `3.1 s`. */
export function tookWords(ms: number | null): string {
  if (ms === null) return "";
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

export function workdayWords({ workday }: Pick<SendingAccount, "workday">): string {
  return workday === null ? "Any hour" : `${workday.start}–${workday.end}`;
}
