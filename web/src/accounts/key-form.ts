import type { ApiInput, SendingAccount } from "@haste/contract/nouns/sending-accounts";

/** Services that send for whoever has a key of theirs. */
export type KeyProvider = "sendgrid" | "mailgun" | "ses";

/** How an account with a key is reached, as it is typed. */
export interface KeyForm {
  readonly domain: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** Empty: the stored one stays. */
  readonly key: string;
}

interface KeyTerms {
  readonly title: string;
  /** What stands under the field of the key. */
  readonly keyLabel: string;
  readonly keyHint: string;
  readonly page: string;
  readonly regions: readonly { readonly value: string; readonly label: string }[];
  readonly hasDomain: boolean;
  readonly hasAccessKeyId: boolean;
}

const worldAndEurope = (world: string, worldLabel: string) => [
  { value: world, label: worldLabel },
  { value: "eu", label: "Europe" },
];
/** Where Amazon SES can be asked: https://docs.aws.amazon.com/general/latest/gr/ses.html */
const sesRegions = [
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1"],
  ...["eu-central-1", "eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-south-1"],
  ...["ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2"],
  ...["ap-southeast-3", "af-south-1", "il-central-1", "me-south-1"],
];

export const keyTerms: Readonly<Record<KeyProvider, KeyTerms>> = {
  sendgrid: {
    title: "SendGrid",
    keyLabel: "API key",
    keyHint: "With the right Mail Send",
    page: "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys",
    regions: worldAndEurope("global", "Global"),
    hasDomain: false,
    hasAccessKeyId: false,
  },
  mailgun: {
    title: "Mailgun",
    keyLabel: "API key",
    keyHint: "A sending key of the domain",
    page: "https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt",
    regions: worldAndEurope("us", "United States"),
    hasDomain: true,
    hasAccessKeyId: false,
  },
  ses: {
    title: "Amazon SES",
    keyLabel: "Secret access key",
    keyHint: "Of a user that may ses:SendEmail",
    page: "https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html",
    regions: sesRegions.map((value) => ({ value, label: value })),
    hasDomain: false,
    hasAccessKeyId: true,
  },
};

export function isKeyProvider(provider: string): provider is KeyProvider {
  return Object.hasOwn(keyTerms, provider);
}

export function keyFormOf(provider: KeyProvider, email: string, stored: SendingAccount["api"]): KeyForm {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return {
    domain: stored?.domain ?? domain,
    region: stored?.region ?? keyTerms[provider].regions[0]?.value ?? "",
    accessKeyId: stored?.accessKeyId ?? "",
    key: "",
  };
}

/** What is sent; fields the provider does not have are left out. */
export function keyInput(provider: KeyProvider, { domain, region, accessKeyId, key }: KeyForm): ApiInput {
  const { hasDomain, hasAccessKeyId } = keyTerms[provider];
  return {
    region,
    ...(hasDomain ? { domain: domain.trim() } : {}),
    ...(hasAccessKeyId ? { accessKeyId: accessKeyId.trim() } : {}),
    ...(key.trim() === "" ? {} : { key: key.trim() }),
  };
}

export function isKeyFormReady(provider: KeyProvider, form: KeyForm, hasKey: boolean): boolean {
  const { hasDomain, hasAccessKeyId } = keyTerms[provider];
  const hasNames = (!hasDomain || form.domain.trim() !== "") && (!hasAccessKeyId || form.accessKeyId.trim() !== "");
  return hasNames && (hasKey || form.key.trim() !== "");
}
