/**
 * What a domain has to publish for the service that sends its mail, as the service's own set-up pages say. Selectors are
 * those it always uses; where a customer chooses them, none found proves nothing.
 */
export interface SendingService {
  readonly name: string;
  /** Domains of which one has to be included; empty: the service sends with a return path of its own, so SPF of the
   * author's domain is not asked. */
  readonly includes: readonly string[];
  readonly selectors: readonly string[];
  readonly selectorsAreFixed: boolean;
  /** How its DKIM is switched on, in a sentence. */
  readonly dkim: string;
  readonly page: string;
}

const google: SendingService = {
  name: "Google Workspace",
  includes: ["_spf.google.com"],
  selectors: ["google"],
  selectorsAreFixed: false,
  dkim: "In the Admin console open Apps, Google Workspace, Gmail, Authenticate email; generate a 2,048-bit key, publish it, then press Start authentication.",
  page: "https://support.google.com/a/answer/174124",
};
const microsoft: SendingService = {
  name: "Microsoft 365",
  includes: ["spf.protection.outlook.com"],
  selectors: ["selector1", "selector2"],
  selectorsAreFixed: true,
  dkim: "In the Defender portal open Email authentication settings, DKIM; choose the domain, publish the two CNAME records it shows, then switch signing on.",
  page: "https://learn.microsoft.com/en-us/defender-office-365/email-authentication-dkim-configure",
};
const withOwnPath = { includes: [], selectorsAreFixed: false } as const;

const services: Readonly<Record<string, SendingService>> = {
  gmail: google,
  "microsoft-365": microsoft,
  outlook: microsoft,
  fastmail: {
    name: "Fastmail",
    includes: ["spf.messagingengine.com"],
    selectors: ["fm1", "fm2", "fm3"],
    selectorsAreFixed: true,
    dkim: "In Fastmail open Settings, Domains, the domain, and publish the three CNAME records it shows.",
    page: "https://www.fastmail.help/hc/en-us/articles/360060591153",
  },
  icloud: {
    name: "iCloud Mail",
    includes: ["icloud.com"],
    selectors: ["sig1"],
    selectorsAreFixed: true,
    dkim: "In iCloud settings open Custom Email Domain and publish the CNAME record it shows.",
    page: "https://support.apple.com/en-us/102374",
  },
  proton: {
    name: "Proton Mail",
    includes: ["_spf.protonmail.ch"],
    selectors: ["protonmail", "protonmail2", "protonmail3"],
    selectorsAreFixed: true,
    dkim: "In Proton open Settings, Domain names, the domain, DKIM, and publish the three CNAME records it shows.",
    page: "https://proton.me/support/anti-spoofing-custom-domain",
  },
  sendgrid: {
    ...withOwnPath,
    name: "SendGrid",
    selectors: ["s1", "s2"],
    dkim: "In SendGrid open Settings, Sender Authentication, Authenticate Your Domain, and publish the CNAME records it shows.",
    page: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/how-to-set-up-domain-authentication",
  },
  mailgun: {
    ...withOwnPath,
    name: "Mailgun",
    selectors: [],
    dkim: "In Mailgun open Sending, Domain settings, DNS records, and publish what it shows.",
    page: "https://documentation.mailgun.com/docs/mailgun/user-manual/domains/domains-verify",
  },
  ses: {
    ...withOwnPath,
    name: "Amazon SES",
    selectors: [],
    dkim: "In the SES console open Identities, the domain, Authentication, and publish the three CNAME records it shows.",
    page: "https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html",
  },
};

/** By the name of a provider or of a mail host; null: nothing is known of what it wants. */
export function serviceOf(id: string | null): SendingService | null {
  return id === null ? null : (services[id] ?? null);
}
