import { checkDkim } from "./check-dkim.ts";
import { checkServers } from "./check-servers.ts";
import { checkSpf } from "./check-spf.ts";
import { checkTransport, type DomainWorld } from "./check-transport.ts";
import { type DmarcReading, readDmarc } from "./dmarc.ts";
import type { Ask } from "./dns.ts";
import type { Finding, Sender } from "./finding.ts";

export interface DomainReading {
  readonly findings: readonly Finding[];
  /** Of each account; null: not told by what was found, which is no failure. */
  readonly senders: readonly {
    readonly accountId: string;
    readonly spf: boolean | null;
    readonly dkim: boolean | null;
    readonly dmarc: boolean | null;
  }[];
}

/** Asks for everything a domain publishes about its mail, each name once. */
export async function checkDomain(
  domain: string,
  senders: readonly Sender[],
  world: DomainWorld,
): Promise<DomainReading> {
  const asked = new Map<string, ReturnType<Ask>>();
  const once: Ask = (name, type) => {
    const key = `${type} ${name}`;
    const answer = asked.get(key) ?? world.ask(name, type);
    asked.set(key, answer);
    return answer;
  };
  const spf = await checkSpf(domain, senders, once);
  const dkim = await checkDkim(domain, senders, once);
  const dmarc = await readDmarc(domain, once);
  return {
    findings: [
      spf.finding,
      ...dkim.findings,
      dmarcFinding(domain, dmarc),
      ...(await checkServers(senders, once)),
      ...(await checkTransport(domain, { ...world, ask: once })),
    ],
    senders: senders.map((sender) => ({
      accountId: sender.accountId,
      spf: spf.of(sender),
      dkim: dkim.of(sender),
      dmarc: dmarc.state === "unknown" ? null : dmarc.state === "valid",
    })),
  };
}

const guide = "https://support.google.com/a/answer/2466580";

function dmarcFinding(domain: string, reading: DmarcReading): Finding {
  const name = `_dmarc.${reading.domain ?? domain}`;
  const base = { kind: "dmarc" as const, name, found: reading.record === null ? [] : [reading.record], page: guide };
  if (reading.state === "unknown") {
    return { ...base, state: "unknown", expected: null, detail: reading.reason ?? "", fix: null };
  }
  const record = (value: string) => ({ name: `_dmarc.${domain}`, type: "TXT" as const, value });
  if (reading.state === "none") {
    const detail = [
      "The domain asks for nothing.",
      ...reading.notes,
      "Gmail, Yahoo and Microsoft want a policy of bulk senders.",
    ];
    const expected = record(`v=DMARC1; p=none; rua=mailto:dmarc@${domain}`);
    return { ...base, state: "failed", expected, detail: detail.join(" "), fix: "Publish this record." };
  }
  const inherited = reading.domain === domain ? "" : ` It is that of ${reading.domain}.`;
  const detail = [`Policy: ${reading.policy}.${inherited}`, ...reading.notes].join(" ");
  const isPlain = reading.notes.length === 0 && reading.isReported;
  if (isPlain) return { ...base, state: "passed", expected: null, detail, fix: null };
  const fix = reading.isReported ? "Mend the record." : "Add rua=mailto:…, so that somebody gets the reports.";
  return { ...base, state: "warning", expected: null, detail, fix };
}
