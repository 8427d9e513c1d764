import { checkMailTls, type SeeMailTls } from "./check-mail-tls.ts";
import type { Prove } from "./dane.ts";
import { type Ask, readTags } from "./dns.ts";
import type { Finding } from "./finding.ts";
import { type FetchPolicy, readMtaSts } from "./mta-sts.ts";

/** Who is asked about a domain. */
export interface DomainWorld {
  readonly ask: Ask;
  readonly fetchPolicy: FetchPolicy;
  readonly seeMailTls: SeeMailTls;
  readonly prove: Prove;
}

/** What a domain says about mail that comes to it, and the mark some receivers show beside what it sends. */
export async function checkTransport(domain: string, world: DomainWorld): Promise<Finding[]> {
  const { ask } = world;
  const sts = await readMtaSts(domain, ask, world.fetchPolicy);
  return [
    await checkMx(domain, ask),
    ...(await checkMailTls(domain, world, sts.mode)),
    sts.finding,
    await checkPolicy(ask, {
      kind: "tls-rpt",
      name: `_smtp._tls.${domain}`,
      version: "TLSRPTv1",
      absent: "Nobody gets reports of failed encryption (RFC 8460).",
      present: "Somebody gets reports of failed encryption.",
    }),
    await checkPolicy(ask, {
      kind: "bimi",
      name: `default._bimi.${domain}`,
      version: "BIMI1",
      absent: "No logo is published (BIMI). It shows only under DMARC with quarantine or reject.",
      present: "A logo is published.",
    }),
  ];
}

async function checkMx(domain: string, ask: Ask): Promise<Finding> {
  const answer = await ask(domain, "MX");
  const base = { kind: "mx" as const, name: domain, expected: null, page: null };
  if (answer.kind === "unknown") return { ...base, state: "unknown", found: [], detail: answer.reason, fix: null };
  const found = answer.kind === "found" ? answer.values : [];
  if (found.length === 0) {
    // RFC 5321 §5.1: then mail goes to the domain's own address, where few have a mail server.
    const fix = "Publish the MX records of your mail host; many receivers refuse mail that cannot be answered.";
    return {
      ...base,
      state: "warning",
      found,
      detail: "It names no server for its mail, so replies may be lost.",
      fix,
    };
  }
  // RFC 7505: a single "." says that the domain takes no mail.
  const takesNone = found.every((host) => host === "" || host === ".");
  if (!takesNone)
    return {
      ...base,
      state: "passed",
      found,
      detail: "It takes mail, so replies and bounces can come back.",
      fix: null,
    };
  const fix = "Publish the MX records of your mail host; many receivers refuse mail that cannot be answered.";
  return { ...base, state: "failed", found, detail: "It takes no mail, so nobody can reply.", fix };
}

interface Wanted {
  readonly kind: Finding["kind"];
  readonly name: string;
  readonly version: string;
  readonly absent: string;
  readonly present: string;
}

/** A record that may be there or not; nobody refuses mail for want of it. */
async function checkPolicy(ask: Ask, { kind, name, version, absent, present }: Wanted): Promise<Finding> {
  const answer = await ask(name, "TXT");
  const base = { kind, name, expected: null, page: null, fix: null };
  if (answer.kind === "unknown") return { ...base, state: "unknown", found: [], detail: answer.reason };
  const found = (answer.kind === "found" ? answer.values : []).filter((text) => readTags(text)?.get("v") === version);
  if (found.length > 1)
    return { ...base, state: "warning", found, detail: "More than one stands there, so none is heeded." };
  return found.length === 1
    ? { ...base, state: "passed", found, detail: present }
    : { ...base, state: "hint", found, detail: absent };
}
