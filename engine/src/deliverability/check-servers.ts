import { reversed } from "./blocklists/check-listing.ts";
import type { Ask } from "./dns.ts";
import type { Finding, Sender } from "./finding.ts";

/** Nobody has so many servers of their own for one domain. */
const mostServers = 3;
const mostAddresses = 4;
const guide = "https://support.google.com/a/answer/81126";

/**
 * Whether addresses of own servers have names that lead back to them, which Gmail, Yahoo and Microsoft ask of whoever
 * connects (RFC 8601 §2.7.3, `iprev`). A server may send from another address than it takes mail at, so nothing fails by
 * what is found here.
 */
export async function checkServers(senders: readonly Sender[], ask: Ask): Promise<Finding[]> {
  const servers = new Set(
    senders.flatMap(({ service, server }) => (service === null && server !== null ? [server] : [])),
  );
  const findings: Finding[] = [];
  for (const server of [...servers].slice(0, mostServers)) findings.push(...(await checkServer(server, ask)));
  return findings;
}

async function checkServer(server: string, ask: Ask): Promise<Finding[]> {
  if (/^[\d.]+$/.test(server)) return [await checkAddress(server, ask)];
  const answer = await ask(server, "A");
  if (answer.kind === "found") {
    const findings: Finding[] = [];
    for (const address of answer.values.slice(0, mostAddresses)) findings.push(await checkAddress(address, ask));
    return findings;
  }
  const detail = answer.kind === "unknown" ? answer.reason : "No name server told its address.";
  return [{ kind: "ptr", state: "unknown", name: server, found: [], expected: null, detail, fix: null, page: guide }];
}

async function checkAddress(address: string, ask: Ask): Promise<Finding> {
  const name = `${reversed(address)}.in-addr.arpa`;
  const base = { kind: "ptr" as const, name, expected: null, page: guide };
  const answer = await ask(name, "PTR");
  if (answer.kind === "unknown") return { ...base, state: "unknown", found: [], detail: answer.reason, fix: null };
  const found = answer.kind === "found" ? answer.values : [];
  const fix = "Have whoever gave you the address set its reverse name, and let that name lead back to it.";
  if (found.length === 0) return { ...base, state: "warning", found, detail: `${address} has no name.`, fix };
  let silence: string | null = null;
  for (const host of found.slice(0, mostAddresses)) {
    const back = await ask(host, "A");
    if (back.kind === "found" && back.values.includes(address))
      return { ...base, state: "passed", found, detail: `${address} is ${host}, which leads back to it.`, fix: null };
    if (back.kind === "unknown") silence = back.reason;
  }
  if (silence !== null) return { ...base, state: "unknown", found, detail: silence, fix: null };
  return { ...base, state: "warning", found, detail: `${address} has a name that does not lead back to it.`, fix };
}
