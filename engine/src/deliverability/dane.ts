/** What a domain binds the certificates of its mail servers to: TLSA records (RFC 6698), as SMTP reads them (RFC 7672). */
import type { Answer, Ask } from "./dns.ts";
import type { Finding } from "./finding.ts";
import { isNamed } from "./mta-sts.ts";

/** In lower-case hexadecimal, as TLSA records write them (RFC 6698 §2.1.3). */
export interface Digests {
  readonly full: string;
  readonly sha256: string;
  readonly sha512: string;
}

/** A certificate a server showed. */
export interface ChainLink {
  readonly certificate: Digests;
  /** Of its public key (SubjectPublicKeyInfo). */
  readonly key: Digests;
}

/** Whether DNSSEC proves a name's records, as far as somebody says who can be believed. Never throws. */
export type Prove = (name: string, type: "MX" | "TLSA") => Promise<boolean>;

/** What a server showed, as far as DANE asks. */
export type ShownChain =
  | {
      readonly kind: "secure";
      readonly names: readonly string[];
      readonly isExpired: boolean;
      readonly chain: readonly ChainLink[];
    }
  | { readonly kind: "insecure" }
  | { readonly kind: "unknown"; readonly reason: string };

interface TlsaRecord {
  readonly usage: number;
  readonly of: "certificate" | "key";
  readonly by: keyof Digests;
  readonly value: string;
}

const selectors: readonly TlsaRecord["of"][] = ["certificate", "key"];
const matchings: readonly TlsaRecord["by"][] = ["full", "sha256", "sha512"];

/** Null for what SMTP does not heed: usages 0 and 1 (RFC 7672 §3.1.3), and whatever is no TLSA record. */
function readTlsa(text: string): TlsaRecord | null {
  const [, usage, selector, matching, value] = /^([23]) ([01]) ([012]) ([0-9a-f]+)$/i.exec(text.trim()) ?? [];
  const of = selectors[Number(selector)];
  const by = matchings[Number(matching)];
  if (of === undefined || by === undefined || value === undefined) return null;
  return { usage: Number(usage), of, by, value: value.toLowerCase() };
}

/**
 * The finding of one server; null where it publishes no TLSA record, as most do. `isMxProven`: a server that an unproven
 * record names could be anybody's (RFC 7672 §2.2.1).
 */
export async function checkDane(
  server: string,
  shown: ShownChain,
  { ask, prove, isMxProven }: { readonly ask: Ask; readonly prove: Prove; readonly isMxProven: () => Promise<boolean> },
): Promise<Finding | null> {
  const name = `_25._tcp.${server}`;
  const answer = await ask(name, "TLSA");
  if (answer.kind === "none") return null;
  const base = { kind: "dane" as const, name, found: foundIn(answer), expected: null, page: null };
  if (answer.kind === "unknown") return { ...base, state: "unknown", detail: answer.reason, fix: null };
  if (shown.kind === "unknown") return { ...base, state: "unknown", detail: shown.reason, fix: null };
  const verdict = judge(server, answer.values, shown);
  if ((await isMxProven()) && (await prove(name, "TLSA"))) return { ...base, ...verdict };
  const detail = `Nobody we can believe says that DNSSEC proves it, and who cannot prove it does not heed it. ${verdict.detail}`;
  return { ...base, state: "unknown", detail, fix: verdict.fix };
}

const foundIn = (answer: Answer): readonly string[] => (answer.kind === "found" ? answer.values : []);

/** RFC 7672 §2.2: with a proven record mail is encrypted or waits; with one that is heeded, to that certificate alone. */
function judge(
  server: string,
  values: readonly string[],
  shown: Exclude<ShownChain, { kind: "unknown" }>,
): Pick<Finding, "state" | "detail" | "fix"> {
  const cost = "whoever heeds DANE delivers no mail there, replies neither.";
  if (shown.kind === "insecure") {
    const fix = "Mend STARTTLS of the server, or take the record away.";
    return { state: "failed", detail: `The record asks for encryption that the server does not have: ${cost}`, fix };
  }
  const heeded = values.map(readTlsa).filter((record) => record !== null);
  if (heeded.length === 0) {
    const detail = "No record is of a kind that SMTP heeds (usage 2 or 3), so mail is encrypted to any certificate.";
    return { state: "warning", detail, fix: `Publish ${wanted(shown)}.` };
  }
  if (heeded.some((record) => fits(record, server, shown)))
    return { state: "passed", detail: "The server's certificate is the one the record names.", fix: null };
  const fix = `Publish ${wanted(shown)} beside the others, and before the certificate changes the next time.`;
  return { state: "failed", detail: `No record fits the certificate the server shows: ${cost}`, fix };
}

/** RFC 7672 §3.1.1: a server's own key is held against neither name nor date; §3.1.2: an authority's is. */
function fits(
  { usage, of, by, value }: TlsaRecord,
  server: string,
  { chain, names, isExpired }: Extract<ShownChain, { kind: "secure" }>,
): boolean {
  const [own, ...authorities] = chain;
  if (usage === 3) return own?.[of][by] === value;
  return (
    !isExpired && names.some((name) => isNamed(name, server)) && authorities.some((link) => link[of][by] === value)
  );
}

/** RFC 7671 §5.1: what is published best. It outlives a certificate whose key stays. */
function wanted({ chain }: Extract<ShownChain, { kind: "secure" }>): string {
  const [own] = chain;
  return own === undefined ? "one of the form “3 1 1 …”" : `“3 1 1 ${own.key.sha256}”`;
}
