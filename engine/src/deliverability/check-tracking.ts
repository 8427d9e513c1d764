import type { Ask } from "./dns.ts";
import type { Finding } from "./finding.ts";

/** Of a name for links: whether it leads here, and whether browsers take it. */
export type LinkFinding = Finding<"tracking" | "certificate">;

/** What a handshake with the name showed. `unknown`: nothing could be connected just now. */
export type SeenCertificate =
  | { readonly kind: "valid"; readonly until: string }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Whether a name under which links of mails shall stand leads to us. A CNAME and nothing else: an address record would
 * still point at our old machine after a move, and links live as long as mails do.
 * @param target the host the product is reached at
 */
export async function checkTrackingName(domain: string, target: string, ask: Ask): Promise<LinkFinding> {
  const answer = await ask(domain, "CNAME");
  const expected = { name: domain, type: "CNAME" as const, value: target };
  const base = { kind: "tracking" as const, name: domain, page: null };
  if (answer.kind === "unknown") {
    return { ...base, state: "unknown", found: [], expected, detail: answer.reason, fix: null };
  }
  const found = answer.kind === "found" ? answer.values : [];
  if (found.some((value) => sameName(value, target))) {
    return { ...base, state: "passed", found, expected: null, detail: "It leads here.", fix: null };
  }
  return {
    ...base,
    ...{ state: "failed", found, expected },
    detail: found.length === 0 ? "It has no CNAME record." : "It leads elsewhere.",
    fix: `Publish a CNAME record for ${domain} with the value ${target}; DNS may take an hour to show it.`,
  };
}

/** What recipients' browsers will make of the name: without a certificate for it every link of a mail is a warning. */
export function certificateFinding(domain: string, seen: SeenCertificate): LinkFinding {
  const base = { kind: "certificate" as const, name: domain, found: [], expected: null, page: null };
  if (seen.kind === "valid") {
    return { ...base, state: "passed", detail: `Its certificate is valid until ${seen.until}.`, fix: null };
  }
  if (seen.kind === "unknown") return { ...base, state: "unknown", detail: seen.reason, fix: null };
  return {
    ...base,
    state: "failed",
    detail: seen.reason,
    fix: `Let the proxy that ends https for this product answer for ${domain}, too, with a certificate of its own. Caddy gets one by itself once the name stands in its configuration; with nginx run certbot --nginx -d ${domain}.`,
  };
}

function sameName(a: string, b: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/\.$/, "");
  return plain(a) === plain(b);
}
