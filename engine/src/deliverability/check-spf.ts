import type { Ask } from "./dns.ts";
import type { Finding, Sender } from "./finding.ts";
import { type SendingService, serviceOf } from "./senders.ts";
import { readSpf, type SpfReading } from "./spf.ts";

/** What SPF says of an account's mail; null: it cannot be told, or is not asked. */
export type OfSender = (sender: Sender) => boolean | null;

export async function checkSpf(
  domain: string,
  senders: readonly Sender[],
  ask: Ask,
): Promise<{ readonly finding: Finding; readonly of: OfSender }> {
  const reading = await readSpf(domain, ask);
  const services = [...new Set(senders.map(({ service }) => serviceOf(service)))].filter((one) => one !== null);
  return { finding: findingOf(domain, reading, services), of: (sender) => holds(reading, serviceOf(sender.service)) };
}

function isNamed({ includes }: SpfReading, service: SendingService): boolean {
  return service.includes.some((name) => includes.includes(name));
}

function holds(reading: SpfReading, service: SendingService | null): boolean | null {
  // Its mails carry a return path of the service, whose own record is asked.
  if (service?.includes.length === 0 || reading.state === "unknown") return null;
  if (reading.state !== "valid") return false;
  // A server nothing is known of may be among those the record names, or not.
  if (service === null) return null;
  return isNamed(reading, service) || (reading.namesServers ? null : false);
}

function findingOf(domain: string, reading: SpfReading, services: readonly SendingService[]): Finding {
  const missing = services.filter((service) => service.includes.length > 0 && !isNamed(reading, service));
  const found = reading.record === null ? [] : [reading.record];
  const expected = missing.length > 0 || found.length === 0 ? recordFor(domain, reading.record, missing) : null;
  const base = { kind: "spf" as const, name: domain, found, expected, fix: null, page: missing[0]?.page ?? null };
  const names = missing.map(({ name }) => name).join(" and ");
  if (reading.state === "unknown") return { ...base, state: "unknown", expected: null, detail: reading.reason ?? "" };
  if (reading.state === "broken") {
    const fix = "Take out what no longer sends for you; each include, a, mx, exists and redirect costs a lookup.";
    return { ...base, state: "failed", expected: null, detail: reading.reason ?? "", fix };
  }
  if (reading.state === "none") {
    const isNeeded = services.length === 0 || missing.length > 0;
    const detail = "The domain says nothing about who may send for it.";
    return { ...base, state: isNeeded ? "failed" : "warning", detail, fix: "Publish this record." };
  }
  const said = `${reading.lookups} of 10 lookups`;
  if (reading.all === "+") {
    return { ...base, state: "failed", detail: "It ends in +all: anybody may send for it.", fix: "End it in ~all." };
  }
  if (missing.length === 0) return { ...base, state: "passed", detail: `It can be followed, with ${said}.` };
  if (reading.namesServers) {
    const detail = `It does not name ${names}, whose servers may be among the addresses it names (${said}).`;
    return { ...base, state: "unknown", detail, fix: `Where they are not, add ${names} as shown.` };
  }
  return {
    ...base,
    state: "failed",
    detail: `It does not name ${names} (${said}).`,
    fix: "Replace it by this record.",
  };
}

function recordFor(domain: string, record: string | null, missing: readonly SendingService[]) {
  const added = missing.map(({ includes }) => `include:${includes[0]}`).join(" ");
  if (record === null)
    return { name: domain, type: "TXT" as const, value: `v=spf1 ${added === "" ? "mx" : added} ~all` };
  // Behind the version: what stands behind `all` is never reached.
  return { name: domain, type: "TXT" as const, value: record.replace(/^v=spf1/i, `v=spf1 ${added}`) };
}
