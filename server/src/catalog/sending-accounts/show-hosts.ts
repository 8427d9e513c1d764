import type { ResponseOf } from "@haste/contract/client";
import { type ConsentProvider, consentProviders } from "@haste/contract/nouns/connecting";
import { findHostByDomain, findHostByMx, mailHosts } from "@haste/engine/send";
import { type ResolveMx, systemMx } from "../../platform/net/index.ts";
import { type ConsentClients, consentTerms } from "./oauth/consent-clients.ts";

export interface HostPorts {
  readonly clients: ConsentClients;
  /** Names that a domain's mail goes to, the preferred first; default: the system's resolver. */
  readonly resolveMx?: ResolveMx;
}

const consentOf: Readonly<Record<string, ConsentProvider>> = {
  gmail: "gmail",
  outlook: "outlook",
  "microsoft-365": "outlook",
};

/** Every host whose servers are known, and the one of this address. */
export async function showHosts(
  ports: HostPorts,
  email: string | null,
): Promise<ResponseOf<"GET /sending-accounts/hosts">> {
  const domain = (email ?? "").trim().split("@")[1]?.toLowerCase() ?? "";
  const found = domain.includes(".") ? await findHost(ports, domain) : null;
  return {
    found,
    consent: consentOf[found?.hostId ?? ""] ?? null,
    hosts: mailHosts.map((host) => ({ ...host })),
    providers: consentProviders.map((provider) => ({
      provider,
      title: consentTerms[provider].title,
      isReady: ports.clients.isReady(provider),
    })),
  };
}

async function findHost(ports: HostPorts, domain: string) {
  const own = findHostByDomain(domain);
  if (own !== null) return { hostId: own.id, by: "domain" as const };
  const exchanges = await (ports.resolveMx ?? systemMx)(domain).catch(() => []);
  const host = findHostByMx(exchanges);
  return host === null ? null : { hostId: host.id, by: "mx" as const };
}
