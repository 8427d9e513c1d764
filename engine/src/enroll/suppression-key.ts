import { ok, type Result, refuse } from "../base/index.ts";
import { readAddress } from "./address.ts";
import { normalizeDomain } from "./domain.ts";

/**
 * What an entry of the suppression list is compared by: an address in lower case, or `@` and a domain, which no address
 * is. A domain means everybody with an address at exactly that name; its subdomains are entries of their own, because
 * `co.uk` must not be able to silence a country.
 */
export function readSuppressionKey(text: string): Result<string, { readonly detail: string }> {
  const plain = text.trim();
  const isDomain = plain.startsWith("@") || !plain.includes("@");
  if (isDomain) {
    const domain = normalizeDomain(plain.replace(/^@/, ""));
    return domain === null ? refuse({ detail: "This is neither an address nor a domain." }) : ok(`@${domain}`);
  }
  const address = readAddress(plain);
  return address.ok ? ok(address.value.key) : refuse({ detail: "This is neither an address nor a domain." });
}

/** The domain of a key that means one, else null. */
export function domainOfKey(key: string): string | null {
  return key.startsWith("@") ? key.slice(1) : null;
}

/** The keys of all entries that mean a stored address: its own, and that of its domain. */
export function keysThatMean(address: string): readonly [own: string, ofDomain: string] {
  const key = address.toLowerCase();
  return [key, key.slice(key.lastIndexOf("@"))];
}
