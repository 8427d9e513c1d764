/**
 * Who reads a domain's mail. Limits, ramps and breakers count by it, because it is the receiving system that judges a
 * sender: one company's domain at Google and another's meet the same filter (Google's and Microsoft's sender guidelines
 * both speak of "all recipients at our service").
 */
export type MailProvider = string;

/** Mail hosts of the large receivers, as their own set-up pages name them in MX records. */
const byMx: readonly (readonly [RegExp, MailProvider])[] = [
  [/(?:^|\.)(?:google|googlemail)\.com$/, "google"],
  [/(?:^|\.)(?:mail\.protection\.outlook\.com|mx\.microsoft|hotmail\.com|outlook\.com)$/, "microsoft"],
  [/(?:^|\.)yahoodns\.net$/, "yahoo"],
  [/(?:^|\.)(?:mail\.icloud\.com|apple\.com)$/, "apple"],
  [/(?:^|\.)(?:pphosted\.com|ppe-hosted\.com)$/, "proofpoint"],
  [/(?:^|\.)mimecast\.com$/, "mimecast"],
  [/(?:^|\.)barracudanetworks\.com$/, "barracuda"],
  [/(?:^|\.)iphmx\.com$/, "cisco"],
  [/(?:^|\.)zoho(?:mail)?\.(?:com|eu|in)$/, "zoho"],
  [/(?:^|\.)messagingengine\.com$/, "fastmail"],
  [/(?:^|\.)(?:protonmail|proton)\.(?:ch|me)$/, "proton"],
  [/(?:^|\.)(?:kundenserver\.de|perfora\.net|ionos\.(?:com|de))$/, "ionos"],
  [/(?:^|\.)(?:gmx\.net|web\.de)$/, "gmx"],
];

/** Domains anybody can have an address at; they are known without asking the DNS. */
const byDomain: ReadonlyMap<string, MailProvider> = new Map([
  ...["gmail.com", "googlemail.com"].map((domain) => [domain, "google"] as const),
  ...["outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.co.uk", "hotmail.fr", "live.co.uk"].map(
    (domain) => [domain, "microsoft"] as const,
  ),
  ...["yahoo.com", "ymail.com", "yahoo.co.uk", "yahoo.de", "yahoo.fr", "aol.com"].map(
    (domain) => [domain, "yahoo"] as const,
  ),
  ...["icloud.com", "me.com", "mac.com"].map((domain) => [domain, "apple"] as const),
  ...["gmx.de", "gmx.net", "gmx.com", "web.de"].map((domain) => [domain, "gmx"] as const),
  ...["proton.me", "protonmail.com", "pm.me"].map((domain) => [domain, "proton"] as const),
  ...["fastmail.com", "fastmail.fm"].map((domain) => [domain, "fastmail"] as const),
]);

/**
 * The provider behind a domain's mail hosts, the most preferred first. Where none is known it is the owner of the first
 * host (its last two labels): whoever runs that host reads the mail.
 */
export function providerOfMx(hosts: readonly string[]): MailProvider | null {
  const names = hosts.map((host) => host.toLowerCase().replace(/\.$/, "")).filter((host) => host !== "");
  for (const name of names) {
    const known = byMx.find(([pattern]) => pattern.test(name));
    if (known !== undefined) return known[1];
  }
  const [first] = names;
  return first === undefined ? null : first.split(".").slice(-2).join(".");
}

/** Until a domain's mail hosts are known, it stands for itself: nothing is guessed of its neighbors. */
export function providerOfDomain(domain: string): MailProvider {
  return byDomain.get(domain) ?? domain;
}

/** Whether the DNS has anything to add to the domain's own name. */
export function isKnownDomain(domain: string): boolean {
  return byDomain.has(domain);
}
