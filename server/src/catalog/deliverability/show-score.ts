import type { DeliverabilityIssue, DeliverabilityMetrics, Domain } from "@haste/contract/nouns/deliverability";
import { issuesOf } from "@haste/engine/deliverability";
import { type Reputation, reputationOf } from "@haste/engine/pace";
import { type Rate, rateOf } from "@haste/engine/report";
import { beginOfDay, type CountedPeriod, countedPeriod } from "../../ledger/index.ts";
import type { WorkContext } from "../../platform/context/index.ts";
import { listHolding, listSenders, sumOutcomes } from "../sending-accounts/index.ts";
import { findBlocklistCheck } from "./blocklists/queries.ts";
import { showBlocklists } from "./blocklists/show-blocklists.ts";
import { type MailSums, sumMails } from "./queries.ts";
import { showDomains } from "./show-domains.ts";
import { contentIssues } from "./tests/content-issues.ts";

const dayMs = 86_400_000;
const lookedAtDays = 30;
/** Whole ones: most bounces come within an hour, and hosts give up after some days (RFC 5321 §4.5.4.1). */
const settledAfterDays = 3;

const noSource = {
  "/senderScore": "Validity's Sender Score may not be asked by programs without a contract.",
  "/ipReputation":
    "Receivers show it only to the owner of the address: see Google Postmaster Tools and Microsoft SNDS.",
};

/** Each part with its numbers; what has no source, or too few of them, is null with the reason. */
export async function showScore(ctx: WorkContext): Promise<DeliverabilityMetrics> {
  const from = since(ctx);
  const rates = ratesOf(await sumLately(ctx));
  const domains = await reputations(ctx);
  const scored = domains.flatMap(({ reputation }) => (reputation.score === null ? [] : [reputation.score]));
  const nothingSent = Object.entries(rates).filter(([, { rate }]) => rate === null);
  const of = (name: keyof typeof rates) => rates[name].rate;
  return {
    senderScore: null,
    domainReputation: scored.length === 0 ? null : Math.min(...scored),
    ipReputation: null,
    deliveryRate: of("deliveryRate"),
    bounceRate: of("bounceRate"),
    spamRate: of("spamRate"),
    openRate: of("openRate"),
    clickRate: of("clickRate"),
    replyRate: of("replyRate"),
    unsubscribeRate: of("unsubscribeRate"),
    authenticationIssues: (await showDomains(ctx)).flatMap(authenticationIssues),
    blacklistStatus: (await showBlocklists(ctx)).listings,
    contentIssues: await contentIssues(ctx),
    domains: domains.map(({ domain, reputation }) => ({ domain, reputation: { ...reputation } })),
    evidence: Object.fromEntries(
      Object.entries(rates).map(([name, { rate: _, ...evidence }]) => [`/${name}`, evidence]),
    ),
    reasons: {
      ...noSource,
      ...(scored.length === 0
        ? { "/domainReputation": domains[0]?.reputation.reason ?? "There is no sending account." }
        : {}),
      ...Object.fromEntries(nothingSent.map(([name]) => [`/${name}`, reasonOf(name)])),
    },
    from: from.toISOString(),
  };
}

export async function showIssues(ctx: WorkContext): Promise<DeliverabilityIssue[]> {
  const { bounceRate, spamRate } = ratesOf(await sumLately(ctx));
  const domains = (await showDomains(ctx)).filter(({ state }) => state !== "sandbox");
  return issuesOf({
    domains: domains.map(({ domain, findings, accounts }) => ({
      domain,
      findings,
      nothingAligns: accounts.some(({ spf, dkim }) => spf === false && dkim === false),
    })),
    bounces: bounceRate,
    complaints: spamRate,
    listings: (await findBlocklistCheck(ctx.tx)).listings,
  });
}

function sumLately(ctx: WorkContext): Promise<MailSums> {
  return sumMails(ctx.tx, lately(ctx), beginOfDay(ctx, settledAfterDays));
}

function lately(ctx: WorkContext): CountedPeriod {
  return countedPeriod(ctx, since(ctx), new Date(ctx.now.getTime() + 1));
}

function since(ctx: WorkContext): Date {
  return new Date(ctx.now.getTime() - lookedAtDays * dayMs);
}

function ratesOf(sums: MailSums) {
  return {
    deliveryRate: rateOf(sums.settled - sums.settledBounced, sums.settled),
    bounceRate: rateOf(sums.bounced, sums.sent + sums.refused),
    spamRate: rateOf(sums.complained, sums.sent),
    openRate: rateOf(sums.opened, sums.sent),
    clickRate: rateOf(sums.clicked, sums.sent),
    replyRate: rateOf(sums.replied, sums.sent),
    unsubscribeRate: rateOf(sums.unsubscribed, sums.sent),
  } satisfies Record<string, Rate>;
}

function reasonOf(name: string): string {
  if (name !== "deliveryRate") return "No email was sent in the last 30 days.";
  return `No email of the last 30 days is ${settledAfterDays} days old, after which nothing more comes back.`;
}

function authenticationIssues({ domain, state: of, findings }: Domain) {
  if (of === "sandbox") return [];
  return findings.flatMap(({ kind, state, detail }) =>
    state === "failed" || state === "warning" ? [{ domain, kind, state, detail }] : [],
  );
}

/** Receivers judge a domain by all its mailboxes together. */
async function reputations(ctx: WorkContext): Promise<{ domain: string; reputation: Reputation }[]> {
  const senders = await listSenders(ctx.tx);
  const ids = senders.map(({ id }) => id);
  const outcomes = new Map((await sumOutcomes(ctx.tx, lately(ctx))).map((row) => [row.accountId, row]));
  const holding = new Map((await listHolding(ctx.tx, ids, ctx.now)).map((row) => [row.accountId, row.holding]));
  return [...Map.groupBy(senders, ({ domain }) => domain)].map(([domain, some]) => {
    const sum = (name: "sent" | "refused" | "bounced" | "complained" | "replied") =>
      some.reduce((total, { id }) => total + (outcomes.get(id)?.[name] ?? 0), 0);
    const reputation = reputationOf({
      sent: sum("sent"),
      refused: sum("refused"),
      bounced: sum("bounced"),
      complained: sum("complained"),
      replied: sum("replied"),
      holding: Math.max(...some.map(({ id }) => holding.get(id) ?? 0)),
    });
    return { domain, reputation };
  });
}
