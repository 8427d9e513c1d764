import type { Rate } from "../report/index.ts";
import type { Listing } from "./blocklists/check-listing.ts";
import type { Finding } from "./finding.ts";

export interface Issue {
  readonly code: string;
  readonly severity: "bad" | "warn";
  /** 0–100: how much of the mail is at stake, by what receivers say they do. Issues stand in its order. */
  readonly effect: number;
  readonly title: string;
  readonly detail: string;
  readonly nextStep: string;
  /** The domain it is about; null: all mail. */
  readonly domain: string | null;
}

/** Marks of rates, from good to bad, with who says so. */
export const marks = {
  /** Google: "keep spam rates below 0.1 %, avoid ever reaching 0.3 %" (https://support.google.com/a/answer/81126). */
  complaints: { good: 0.001, bad: 0.003 },
  /** Amazon SES reviews senders at 5 % (https://docs.aws.amazon.com/ses/latest/dg/faqs-enforcement.html). */
  bounces: { good: 0.02, bad: 0.05 },
} as const;

export interface IssueFacts {
  readonly domains: readonly {
    readonly domain: string;
    readonly findings: readonly Finding[];
    /** Of some account neither SPF nor DKIM speaks for the domain. */
    readonly nothingAligns: boolean;
  }[];
  readonly bounces: Rate;
  readonly complaints: Rate;
  readonly listings: readonly Pick<Listing, "state" | "weight" | "name" | "subject" | "detail">[];
}

/** Of findings: what a failing record costs. A domain of which nothing aligns is refused outright by Gmail (5.7.26). */
const effectOf: Readonly<Record<Finding["kind"], number>> = {
  spf: 60,
  dkim: 65,
  dmarc: 55,
  ptr: 45,
  mx: 50,
  "mx-tls": 40,
  dane: 40,
  "mta-sts": 5,
  "tls-rpt": 5,
  bimi: 5,
};
const nameOf: Readonly<Record<Finding["kind"], string>> = {
  spf: "SPF",
  dkim: "DKIM",
  dmarc: "DMARC",
  ptr: "The reverse name",
  mx: "MX",
  "mx-tls": "Encryption of the mail servers",
  dane: "DANE",
  "mta-sts": "MTA-STS",
  "tls-rpt": "TLS-RPT",
  bimi: "BIMI",
};

/** What to mend, what costs most mail first. Hints and what nobody could tell are no issues. */
export function issuesOf({ domains, bounces, complaints, listings }: IssueFacts): Issue[] {
  const issues = domains.flatMap(({ domain, findings, nothingAligns }) => [
    ...(nothingAligns ? [unaligned(domain)] : []),
    ...findings.flatMap((finding) => issueOf(domain, finding)),
  ]);
  issues.push(
    ...listings.filter(({ state }) => state === "listed").map(listedIssue),
    ...rateIssue(complaints, marks.complaints, {
      code: "complaints",
      effect: 90,
      what: "of the mails were reported as spam",
      nextStep: "Mail fewer people who did not ask, and pause the sequence that most complaints come from.",
    }),
    ...rateIssue(bounces, marks.bounces, {
      code: "bounces",
      effect: 70,
      what: "of the mails came back",
      nextStep: "Look at the bounced addresses and where they were imported from before more of them are enrolled.",
    }),
  );
  return issues.sort((a, b) => b.effect - a.effect);
}

function unaligned(domain: string): Issue {
  return {
    code: "unverified-domain",
    severity: "bad",
    effect: 100,
    title: `Nothing proves that mail of ${domain} is yours`,
    detail: "Neither SPF nor DKIM speaks for an account of it. Gmail, Yahoo and Microsoft refuse such mail.",
    nextStep:
      "Publish the DKIM record first, then SPF; a sequence is not activated before, unless an admin overrides it.",
    domain,
  };
}

/** Large receivers ask few lists; being on one of the others costs a mail here and there. */
function listedIssue({ weight, name, subject, detail }: IssueFacts["listings"][number]): Issue {
  const isWide = weight === "wide";
  return {
    code: "listed",
    severity: isWide ? "bad" : "warn",
    effect: isWide ? 85 : 30,
    title: `${subject} stands on ${name}`,
    detail,
    nextStep: "Find and end the cause first; then ask the list to take it off, or it comes back for longer.",
    domain: null,
  };
}

function issueOf(domain: string, finding: Finding): Issue[] {
  if (finding.state !== "failed" && finding.state !== "warning") return [];
  const isBad = finding.state === "failed";
  return [
    {
      code: `${finding.kind}-${isBad ? "failed" : "weak"}`,
      severity: isBad ? "bad" : "warn",
      effect: isBad ? effectOf[finding.kind] : Math.round(effectOf[finding.kind] / 3),
      title: `${nameOf[finding.kind]} of ${domain} ${isBad ? "fails" : "can be better"}`,
      detail: finding.detail,
      nextStep: finding.fix ?? "See the domain.",
      domain,
    },
  ];
}

interface RateWords {
  readonly code: string;
  readonly effect: number;
  readonly what: string;
  readonly nextStep: string;
}

/** One mail of a few is no rate: it is bad only where its range says so too. */
function rateIssue(rate: Rate, mark: { readonly good: number; readonly bad: number }, words: RateWords): Issue[] {
  if (rate.rate === null || rate.low === null || rate.rate < mark.good) return [];
  const isBad = rate.rate >= mark.bad && rate.low >= mark.good;
  const share = (value: number) => `${Math.round(value * 10_000) / 100} %`;
  return [
    {
      code: words.code,
      severity: isBad ? "bad" : "warn",
      effect: isBad ? words.effect : Math.round(words.effect / 2),
      title: `${share(rate.rate)} ${words.what}`,
      detail: `${rate.n} of ${rate.of} in 30 days; at least ${share(rate.low)} by its range. Good is under ${share(mark.good)}, bad from ${share(mark.bad)}.`,
      nextStep: words.nextStep,
      domain: null,
    },
  ];
}
