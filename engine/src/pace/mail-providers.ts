import { findByEnd, findHostByDomain, findHostByMx } from "../send/index.ts";

/**
 * Who reads a domain's mail. Limits, ramps and breakers count by it, because it is the receiving system that judges a
 * sender: one company's domain at Google and another's meet the same filter (Google's and Microsoft's sender guidelines
 * both speak of "all recipients at our service").
 */
export type MailProvider = string;

/** Mail hosts that are one receiving system, by the ids of the table of mail hosts; any other stands for itself. */
const readers: Readonly<Record<string, MailProvider>> = {
  gmail: "google",
  "microsoft-365": "microsoft",
  outlook: "microsoft",
  aol: "yahoo",
  icloud: "apple",
  "zoho-eu": "zoho",
  "ionos-de": "ionos",
  "gmx-com": "gmx",
  "web-de": "gmx",
  "workmail-us-east": "amazon-workmail",
  "workmail-us-west": "amazon-workmail",
  "workmail-eu-west": "amazon-workmail",
  "mailgun-eu": "mailgun",
};

/** Systems that read mail and offer nobody a mailbox to send from: filters before a company's own server. */
const filters: ReadonlyMap<string, MailProvider> = new Map([
  ["pphosted.com", "proofpoint"],
  ["ppe-hosted.com", "proofpoint"],
  ["mimecast.com", "mimecast"],
  ["barracudanetworks.com", "barracuda"],
  ["iphmx.com", "cisco"],
  // Zoho's in India, whose servers for sending are not in the table.
  ["zoho.in", "zoho"],
  ["zohomail.in", "zoho"],
]);

function readerOf(host: { readonly id: string }): MailProvider {
  return readers[host.id] ?? host.id;
}

/**
 * The provider behind a domain's mail hosts, the most preferred first. Where none is known it is the owner of the first
 * host (its last two labels): whoever runs that host reads the mail.
 */
export function providerOfMx(hosts: readonly string[]): MailProvider | null {
  const names = hosts.map((host) => host.toLowerCase().replace(/\.$/, "")).filter((host) => host !== "");
  for (const name of names) {
    const host = findHostByMx([name]);
    const known = host === null ? findByEnd([name], filters) : readerOf(host);
    if (known !== null) return known;
  }
  const [first] = names;
  return first === undefined ? null : first.split(".").slice(-2).join(".");
}

/** Until a domain's mail hosts are known, it stands for itself: nothing is guessed of its neighbors. */
export function providerOfDomain(domain: string): MailProvider {
  const host = findHostByDomain(domain);
  return host === null ? domain : readerOf(host);
}

/** The name of a recipient's provider or domain, as people write it. */
export function sayProvider(provider: MailProvider): string {
  return provider.includes(".") ? provider : provider.charAt(0).toUpperCase() + provider.slice(1);
}

/** Whether the DNS has anything to add to the domain's own name. */
export function isKnownDomain(domain: string): boolean {
  return findHostByDomain(domain) !== null;
}
