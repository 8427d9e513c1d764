import { isIP } from "node:net";

/**
 * Which Host headers we answer. Anything else gets 421: a page that points its own name at this address (DNS rebinding)
 * would otherwise be "same origin" with the product and its automatic sign-in.
 */
export interface HostRule {
  /** `--public-url`, or the address it listens on. */
  readonly publicUrl: () => URL;
  /** Verified tracking domains of workspaces. */
  readonly isTrackingDomain: (hostname: string) => Promise<boolean>;
}

/** Name and port of a Host header; null when it is not one. */
export function parseHost(header: string | undefined): { hostname: string; port: string } | null {
  if (header === undefined || /[\s/@?#\\]/.test(header)) return null;
  const url = URL.parse(`http://${header}`);
  return url === null ? null : { hostname: url.hostname, port: url.port };
}

/** `localhost`, names under it (RFC 6761 §6.3), 127.0.0.0/8 and ::1. */
export function isLoopbackName(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost") || name === "[::1]") return true;
  return isIP(name) === 4 && name.startsWith("127.");
}

/** Whether a socket's address is this machine; IPv4 may come mapped into IPv6. */
export function isLoopbackAddress(address: string | undefined): boolean {
  const plain = (address ?? "").replace(/^::ffff:/i, "");
  return plain === "::1" || (isIP(plain) === 4 && plain.startsWith("127."));
}

export async function isOurHost(header: string | undefined, rule: HostRule): Promise<boolean> {
  const host = parseHost(header);
  if (host === null) return false;
  if (isLoopbackName(host.hostname) || host.hostname === rule.publicUrl().hostname) return true;
  return rule.isTrackingDomain(host.hostname);
}
