/** Encryption of the servers mail to a domain goes to: STARTTLS (RFC 3207), held against its MTA-STS policy (RFC 8461). */
import { type ChainLink, checkDane, type Prove, type ShownChain } from "./dane.ts";
import type { Ask } from "./dns.ts";
import type { Finding } from "./finding.ts";
import { isNamed, type StsMode } from "./mta-sts.ts";

/** What a mail server showed of its encryption, without a mail being begun. */
export type SeenMailTls =
  | { readonly kind: "secure"; readonly protocol: string; readonly certificate: MailCertificate }
  | { readonly kind: "plain" }
  /** It offers STARTTLS, and then no encryption came of it. */
  | { readonly kind: "broken"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

export interface MailCertificate {
  /** DNS names it is made out to (its subjectAltName; RFC 8461 §4.2 asks for no other). */
  readonly names: readonly string[];
  /** The last day it holds; null: it says none. */
  readonly until: string | null;
  /** Why nobody would trust it, whatever its name: expired, signed by itself …; null: it is trusted. */
  readonly distrust: string | null;
  /** Its own first, as far as each was signed by the next. */
  readonly chain: readonly ChainLink[];
}

/** Shakes hands on port 25 of a server and hangs up. Never throws. */
export type SeeMailTls = (server: string) => Promise<SeenMailTls>;

/** The first ones take the mail; whoever names more wants to keep us busy. */
const mostServers = 4;
const mostNames = 6;
/** RFC 8996 ends those before 1.2. */
const oldProtocols: ReadonlySet<string> = new Set(["SSLv3", "TLSv1", "TLSv1.1"]);
const closedPort =
  "Port 25 outward is closed in many networks, so this says nothing about the server; look from another one.";

interface MailTlsWorld {
  readonly ask: Ask;
  readonly seeMailTls: SeeMailTls;
  readonly prove: Prove;
}

/**
 * One finding of each server, and another where it publishes TLSA records (DANE); none where the DNS names no server.
 * `mode`: null where no policy is known.
 */
export async function checkMailTls(
  domain: string,
  { ask, seeMailTls, prove }: MailTlsWorld,
  mode: StsMode | null,
): Promise<Finding[]> {
  const answer = await ask(domain, "MX");
  const named = answer.kind === "found" ? answer.values.map((server) => server.toLowerCase().replace(/\.$/, "")) : [];
  const servers = [...new Set(named)].filter((server) => server !== "").slice(0, mostServers);
  let proven: Promise<boolean> | null = null;
  const isMxProven = () => {
    proven ??= prove(domain, "MX");
    return proven;
  };
  const findings = servers.map(async (server) => {
    const seen = await seeMailTls(server);
    const dane = await checkDane(server, chainOf(seen), { ask, prove, isMxProven });
    return [judgeMailTls(server, seen, mode), ...(dane === null ? [] : [dane])];
  });
  return (await Promise.all(findings)).flat();
}

function chainOf(seen: SeenMailTls): ShownChain {
  if (seen.kind === "unknown") return { ...seen, reason: `${seen.reason} ${closedPort}` };
  if (seen.kind !== "secure") return { kind: "insecure" };
  const { names, distrust, chain } = seen.certificate;
  return { kind: "secure", names, chain, isExpired: distrust === "CERT_HAS_EXPIRED" };
}

/**
 * Without an enforced policy senders deliver in the clear, or to any certificate (RFC 7435): that can be better. Under
 * one they do not deliver at all (RFC 8461 §5).
 */
function judgeMailTls(server: string, seen: SeenMailTls, mode: StsMode | null): Finding {
  const base = { kind: "mx-tls" as const, name: server, expected: null, page: null };
  if (seen.kind === "unknown")
    return { ...base, state: "unknown", found: [], detail: `${seen.reason} ${closedPort}`, fix: null };
  const found = foundOf(seen);
  const trouble = troubleOf(server, seen);
  if (trouble === null)
    return {
      ...base,
      state: "passed",
      found,
      detail: "Mail to it can be encrypted, and it is who it says.",
      fix: null,
    };
  const [what, fix] = trouble;
  return { ...base, state: mode === "enforce" ? "failed" : "warning", found, detail: `${what} ${costOf(mode)}`, fix };
}

function foundOf(seen: SeenMailTls): string[] {
  if (seen.kind !== "secure") return [];
  const { names, until } = seen.certificate;
  const more = names.length > mostNames ? [`… ${names.length - mostNames} more`] : [];
  return [
    seen.protocol,
    `made out to ${[...names.slice(0, mostNames), ...more].join(", ") || "no name"}`,
    ...(until === null ? [] : [`good until ${until}`]),
  ];
}

/** What is wrong, and what to do; null: nothing. */
function troubleOf(server: string, seen: Exclude<SeenMailTls, { kind: "unknown" }>): [string, string] | null {
  if (seen.kind === "plain") return ["It offers no encryption (STARTTLS).", "Switch STARTTLS on at the server."];
  if (seen.kind === "broken")
    return [`It offers encryption, and then fails: ${seen.reason}`, "Mend TLS of the server; see its log."];
  const { protocol, certificate } = seen;
  if (oldProtocols.has(protocol))
    return [`It speaks ${protocol} at best; TLSv1.2 is the least (RFC 8996).`, "Update TLS of the server."];
  if (certificate.distrust !== null)
    return [
      `Its certificate is not trusted (${certificate.distrust}).`,
      `Give it one of a public authority for ${server}.`,
    ];
  if (!certificate.names.some((name) => isNamed(name, server)))
    return [`Its certificate is not made out to ${server}.`, `Give it a certificate for ${server}.`];
  return null;
}

function costOf(mode: StsMode | null): string {
  if (mode === "enforce") return "Its MTA-STS policy insists, so whoever heeds it delivers no mail, replies neither.";
  if (mode === "testing") return "Its MTA-STS policy is in testing: once it is enforced, no mail would be delivered.";
  return "Nothing insists on better, so mail is delivered all the same, and can be read on its way.";
}
