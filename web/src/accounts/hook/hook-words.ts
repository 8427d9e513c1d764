import type { HookOutcome, HookProof, HookService } from "@haste/contract/nouns/provider-hooks";

export const serviceWords: Readonly<Record<HookService, string>> = {
  sendgrid: "SendGrid",
  mailgun: "Mailgun",
  ses: "Amazon SES",
  gmail: "Google",
  outlook: "Microsoft",
  brevo: "Brevo",
  mailersend: "MailerSend",
  mailjet: "Mailjet",
  mailtrap: "Mailtrap",
  mandrill: "Mandrill",
  postal: "Postal",
  postmark: "Postmark",
  resend: "Resend",
  sparkpost: "SparkPost",
  "unisender-go": "Unisender Go",
  generic: "Another service",
};

/** What to do there; services without words of their own send a secret along. */
export function stepsAt(service: HookService): string {
  return steps[service] ?? sharedSteps;
}

const sharedSteps =
  "Enter the address as a webhook there, and let it send the secret: as a bearer token, or as the password of the address (https://any:secret@…).";

const steps: Readonly<Partial<Record<HookService, string>>> = {
  sendgrid:
    "Settings, Mail Settings, Event Webhooks: enter the address, choose all deliverability events, switch on Signed Event Webhook, and copy its verification key from there to here.",
  mailgun:
    "Send, Sending, Webhooks: enter the address for each event. The HTTP webhook signing key stands under API Security.",
  ses: "Publish bounces, complaints and deliveries of the identity, or of its configuration set, to an SNS topic, and subscribe the address to it by HTTPS. Enter the topic here first: its subscription is confirmed by itself.",
  gmail:
    "Let a Pub/Sub subscription of the kind push post to the address. It only says that the mailbox has news; they are read at once.",
  outlook:
    "Subscribe to the mailbox's messages at Microsoft Graph with the address as notificationUrl, and the secret as clientState. It only says that there is news.",
  generic:
    "Post JSON of the form that docs/provider-events.md describes to the address, with the secret as a bearer token.",
};

export const proofWords: Readonly<Record<Exclude<HookProof, "address">, string>> = {
  public_key: "Verification key",
  signing_key: "Webhook signing key",
  topic: "ARN of the topic",
  shared_secret: "Secret",
};

/** What became of so many of them. */
export const outcomeWords: Readonly<Record<HookOutcome, string>> = {
  taken: "Changed an email",
  known: "Said what was known already",
  ignored: "Said nothing that matters here",
  woken: "Said that the mailbox has news",
  confirmed: "Subscriptions confirmed",
  not_set_up: "Refused: nothing was set up",
  other_service: "Refused: from a service that is not the one chosen",
  unsigned: "Refused: not proven to come from the service",
  stale: "Refused: signed more than five minutes earlier or later",
  foreign: "Refused: of another topic or mailbox",
  unreadable: "Refused: could not be read",
  too_big: "Refused: longer than 5 MB",
  unknown_email: "Changed nothing: about no email of this workspace",
  other_account: "Changed nothing: about an email of another account",
  other_recipient: "Changed nothing: about somebody the email did not go to",
  never_sent: "Changed nothing: about an email that has not left",
  not_live: "Refused: a sandbox asks Amazon nothing",
  unreachable: "Refused: Amazon did not answer",
};

const fine: ReadonlySet<HookOutcome> = new Set(["taken", "known", "ignored", "woken", "confirmed"]);

/** Whether somebody should look at it. */
export function isRefusal(outcome: HookOutcome): boolean {
  return !fine.has(outcome);
}

/** 32 characters, each one of 64: nobody guesses it. */
export function makeSecret(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => alphabet[byte % 64]).join("");
}
