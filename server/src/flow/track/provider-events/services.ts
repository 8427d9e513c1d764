import { type HookProof, type HookService, hookServices } from "@haste/contract/nouns/provider-hooks";
import type { ProviderKind } from "@haste/contract/nouns/sending-accounts";
import type { EventService } from "@haste/engine/track";
import { type AmazonParts, provenByAmazon } from "./proof/amazon-sns.ts";
import { provenByGmail, provenByGraph } from "./proof/mailbox-news.ts";
import { provenByMailgun } from "./proof/mailgun-signature.ts";
import type { Notice, Proven } from "./proof/proof.ts";
import { provenBySendgrid, readPublicKey } from "./proof/sendgrid-signature.ts";
import { provenBySecret } from "./proof/shared-secret.ts";

/** What a proof is compared with. */
export interface Known {
  /** Empty where the address is the proof. */
  readonly secret: string;
  /** The account's address. */
  readonly mailbox: string;
}

/** How a service's notices are proven, and what has to be known for it. */
export interface HookTerms {
  readonly proof: HookProof;
  /** What is wrong with a secret that was entered; null: nothing. */
  readonly faultOf: (secret: string) => string | null;
  readonly prove: (notice: Notice, known: Known, amazon: AmazonParts) => Proven | Promise<Proven>;
  /** What an event of it is called in keys; mailboxes have no events. */
  readonly events: EventService | null;
}

const atLeast = (length: number, most: number) => (secret: string) =>
  secret.length >= length && secret.length <= most && /^[!-~]+$/.test(secret)
    ? null
    : `It has ${length} to ${most} characters, without spaces.`;

/** A secret of fewer than 16 characters can be guessed. */
const shared = (events: EventService): HookTerms => ({
  proof: "shared_secret",
  faultOf: atLeast(16, 500),
  prove: (notice, { secret }) => provenBySecret(notice, secret),
  events,
});

export const hookTerms: Readonly<Record<HookService, HookTerms>> = {
  sendgrid: {
    proof: "public_key",
    faultOf: (secret) => (readPublicKey(secret) === null ? "It is not the public key that SendGrid shows." : null),
    prove: (notice, { secret }) => provenBySendgrid(notice, secret),
    events: "sendgrid",
  },
  mailgun: {
    proof: "signing_key",
    faultOf: atLeast(16, 200),
    prove: (notice, { secret }) => provenByMailgun(notice, secret),
    events: "mailgun",
  },
  ses: {
    proof: "topic",
    faultOf: (secret) =>
      /^arn:aws[a-z-]*:sns:[a-z0-9-]{5,30}:\d{12}:[\w-]{1,256}$/.test(secret)
        ? null
        : "It looks like arn:aws:sns:eu-west-1:123456789012:name.",
    prove: (notice, { secret }, amazon) => provenByAmazon(notice, secret, amazon),
    events: "ses",
  },
  gmail: {
    proof: "address",
    faultOf: () => "Gmail's notices need no secret.",
    prove: (notice, { mailbox }) => provenByGmail(notice, mailbox),
    events: null,
  },
  outlook: {
    proof: "shared_secret",
    // Graph takes a clientState of up to 128 characters.
    faultOf: atLeast(16, 128),
    prove: (notice, { secret }) => provenByGraph(notice, secret),
    events: null,
  },
  brevo: shared("brevo"),
  mailersend: shared("mailersend"),
  mailjet: shared("mailjet"),
  mailtrap: shared("mailtrap"),
  mandrill: shared("mandrill"),
  postal: shared("postal"),
  postmark: shared("postmark"),
  resend: shared("resend"),
  sparkpost: shared("sparkpost"),
  "unisender-go": shared("unisender-go"),
  generic: shared("generic"),
};

/** An account of a provider hears that provider; one that sends by SMTP hears whichever service that server belongs to. */
export function servicesOf(provider: ProviderKind): readonly HookService[] {
  return provider === "smtp" ? hookServices.filter((name) => hookTerms[name].events !== null) : [provider];
}
