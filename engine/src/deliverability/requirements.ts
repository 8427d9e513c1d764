/**
 * What Gmail, Yahoo and Microsoft ask of senders, held against what is known of real mail:
 * https://support.google.com/a/answer/81126, https://senders.yahooinc.com/best-practices/ and
 * https://techcommunity.microsoft.com/blog/microsoftdefenderforoffice365blog/4399730 (Outlook.com, from 5,000 a day).
 */
import type { Rate } from "../report/index.ts";
import { complaintMarks } from "./complaints.ts";

export type Receiver = "Gmail" | "Yahoo" | "Microsoft";

export interface Requirement {
  readonly code: "spf" | "dkim" | "dmarc" | "aligned" | "one-click" | "complaints" | "tls" | "blocklists";
  readonly title: string;
  readonly state: "passed" | "warning" | "failed" | "unknown";
  readonly detail: string;
  readonly wantedBy: readonly Receiver[];
  /** Only of whoever sends 5,000 mails a day to them, though it helps everybody. */
  readonly ofBulkOnly: boolean;
  readonly nextStep: string | null;
  /** 0–100: how much mail is at stake; what needs doing stands in its order. */
  readonly effect: number;
}

export interface RequirementFacts {
  /** Of each account: null where nobody could tell. */
  readonly accounts: readonly {
    readonly spf: boolean | null;
    readonly dkim: boolean | null;
    readonly dmarc: boolean | null;
    readonly isEncrypted: boolean | null;
  }[];
  readonly complaints: Rate;
  /** Mails of the busiest of the last 30 days. */
  readonly busiestDay: number;
  /** Of what receivers reported in their DMARC reports; of 0 where there was none. */
  readonly aligned: Rate;
  readonly showsUnsubscribe: boolean;
  /** Places on lists that large receivers ask; null: no list could be asked. */
  readonly listings: number | null;
}

export interface Requirements {
  readonly volume: { readonly class: "bulk" | "below"; readonly busiestDay: number; readonly bulkFrom: number };
  readonly requirements: readonly Requirement[];
}

/** Google and Microsoft name it; it is for ever, once reached. Yahoo names no number. */
const bulkFrom = 5_000;
const all: readonly Receiver[] = ["Gmail", "Yahoo", "Microsoft"];
const alignedFrom = 0.98;
const fewReported = 50;
/** What is missing for certain costs mail for certain. */
const urgency: Readonly<Record<Requirement["state"], number>> = { failed: 1, warning: 0.6, unknown: 0.3, passed: 0 };

export function requirementsOf(facts: RequirementFacts): Requirements {
  const requirements = [
    ofAccounts(facts, "dkim", "Signed with DKIM", 95),
    ofAccounts(facts, "spf", "Sent by servers that SPF names", 85),
    ofAccounts(facts, "dmarc", "A DMARC policy", 75),
    aligned(facts),
    oneClick(facts),
    complaints(facts),
    encrypted(facts),
    listed(facts),
  ];
  return {
    volume: { class: facts.busiestDay >= bulkFrom ? "bulk" : "below", busiestDay: facts.busiestDay, bulkFrom },
    requirements: requirements.sort((a, b) => b.effect * urgency[b.state] - a.effect * urgency[a.state]),
  };
}

const records = {
  spf: "Publish the SPF record shown at the domain.",
  dkim: "Publish the DKIM record shown at the domain.",
  dmarc: "Publish a DMARC record, p=none to begin with.",
} as const;

function ofAccounts(
  { accounts }: RequirementFacts,
  code: "spf" | "dkim" | "dmarc",
  title: string,
  effect: number,
): Requirement {
  const base = { code, title, effect, wantedBy: all, ofBulkOnly: code === "dmarc" };
  const failing = accounts.filter((account) => account[code] === false).length;
  const unknown = accounts.filter((account) => account[code] === null).length;
  const of = (n: number) => `${n} of ${accounts.length} accounts`;
  if (failing > 0) return { ...base, state: "failed", detail: `Not so for ${of(failing)}.`, nextStep: records[code] };
  if (accounts.length === 0)
    return { ...base, state: "unknown", detail: "There is no sending account.", nextStep: null };
  if (unknown > 0)
    return {
      ...base,
      state: "unknown",
      detail: `Not known of ${of(unknown)}.`,
      nextStep: "See the domain for what could not be told.",
    };
  return { ...base, state: "passed", detail: `So for all ${accounts.length}.`, nextStep: null };
}

function aligned({ aligned: { rate, n, of } }: RequirementFacts): Requirement {
  const base = {
    code: "aligned",
    title: "Proven in the author's name",
    effect: 80,
    wantedBy: all,
    ofBulkOnly: true,
  } as const;
  if (rate === null || of < fewReported) {
    const detail = `Receivers reported ${of} mails so far; from ${fewReported} on it tells something.`;
    return {
      ...base,
      state: "unknown",
      detail,
      nextStep: "Upload the DMARC reports that arrive at the address in rua=.",
    };
  }
  const detail = `${n} of ${of} reported mails were.`;
  if (rate >= alignedFrom) return { ...base, state: "passed", detail, nextStep: null };
  const nextStep = "See under reports which sources fail, and sign their mail or stop them.";
  return { ...base, state: rate < 0.9 ? "failed" : "warning", detail, nextStep };
}

function oneClick({ showsUnsubscribe }: RequirementFacts): Requirement {
  const base = {
    code: "one-click",
    title: "Unsubscribing with one click",
    effect: 60,
    wantedBy: all,
    ofBulkOnly: true,
  } as const;
  const headers = "Each mail carries List-Unsubscribe and List-Unsubscribe-Post (RFC 8058)";
  if (showsUnsubscribe)
    return { ...base, state: "passed", detail: `${headers}, and a link one can see.`, nextStep: null };
  const detail = `${headers}, but no link one can see is added.`;
  return { ...base, state: "warning", detail, nextStep: "Have the footer add the link, under Compliance." };
}

function complaints({ complaints: rate }: RequirementFacts): Requirement {
  const base = {
    code: "complaints",
    title: "Spam complaints below 0.3 %",
    effect: 90,
    wantedBy: all,
    ofBulkOnly: false,
  } as const;
  if (rate.rate === null) return { ...base, state: "unknown", detail: "Nothing was sent in 30 days.", nextStep: null };
  const detail = `${rate.n} of ${rate.of} in 30 days. Gmail tells nobody who complained: see its Postmaster Tools as well.`;
  if (rate.rate < complaintMarks.watched) return { ...base, state: "passed", detail, nextStep: null };
  const nextStep = "Mail fewer people who did not ask; pause the sequence most complaints come from.";
  return { ...base, state: rate.rate >= complaintMarks.never ? "failed" : "warning", detail, nextStep };
}

function encrypted({ accounts }: RequirementFacts): Requirement {
  const base = {
    code: "tls",
    title: "Handed over encrypted",
    effect: 50,
    wantedBy: ["Gmail"],
    ofBulkOnly: false,
  } as const;
  const plain = accounts.filter(({ isEncrypted }) => isEncrypted === false).length;
  if (plain > 0) {
    const nextStep = "Choose implicit TLS or STARTTLS for its server.";
    return { ...base, state: "failed", detail: `${plain} of ${accounts.length} accounts send without TLS.`, nextStep };
  }
  if (accounts.length === 0 || accounts.some(({ isEncrypted }) => isEncrypted === null)) {
    const detail = "Some servers take mail with or without TLS, as they choose.";
    return {
      ...base,
      state: "unknown",
      detail,
      nextStep: accounts.length === 0 ? null : "Require STARTTLS for such a server.",
    };
  }
  return { ...base, state: "passed", detail: "Every account insists on TLS to its server.", nextStep: null };
}

function listed({ listings }: RequirementFacts): Requirement {
  const base = {
    code: "blocklists",
    title: "On no blocklist",
    effect: 70,
    wantedBy: ["Yahoo", "Microsoft"],
    ofBulkOnly: false,
  } as const;
  if (listings === null) return { ...base, state: "unknown", detail: "No list could be asked yet.", nextStep: null };
  if (listings === 0)
    return { ...base, state: "passed", detail: "None that could be asked lists you.", nextStep: null };
  return {
    ...base,
    state: "failed",
    detail: listings === 1 ? "One entry on lists." : `${listings} entries on lists.`,
    nextStep: "Mend the cause, then ask each list to take you off.",
  };
}
