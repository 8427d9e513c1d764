import type { DeliverabilityIssue, Domain } from "@haste/contract/nouns/deliverability";
import { IconActivity } from "@tabler/icons-react";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { count, percent, plural } from "../ui/numbers.ts";
import { KeyBar, Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { BlocklistPanel } from "./blocklist-panel.tsx";
import { Complaints } from "./complaints.tsx";
import s from "./deliverability.module.css";
import { Gauges } from "./gauges.tsx";
import { useDomains, useIssues, useScore } from "./queries.ts";
import { Requirements } from "./requirements.tsx";
import { useBlocklists, useComplaints, useRequirements } from "./standing-queries.ts";
import { StateWords } from "./state-words.tsx";
import { DeliverabilityTabs } from "./tabs.tsx";
import { domainLooks, provenWords } from "./words.ts";

/** Whether mail arrives: figures on their thresholds, what to do next, and the domains it is sent from. */
export function DeliverabilityPage() {
  const score = useScore();
  const issues = useIssues();
  const domains = useDomains();
  const error = score.error ?? issues.error ?? domains.error;
  return (
    <Page>
      <PageHeader icon={<IconActivity size={16} stroke={1.6} />} title="Deliverability" meta="Last 30 days" />
      <DeliverabilityTabs active="overview" />
      <PageBody label="Deliverability">
        {error ? (
          <ErrorState error={error} retry={() => void Promise.all([score.refetch(), issues.refetch()])} />
        ) : null}
        {score.isPending || issues.isPending || domains.isPending ? <SkeletonRows rows={6} /> : null}
        {score.data ? <Gauges score={score.data} /> : null}
        {issues.data ? <DoNext issues={issues.data.issues} /> : null}
        {domains.data ? <Domains domains={domains.data.domains} /> : null}
        <Standing />
        {score.data ? <Engagement score={score.data} /> : null}
      </PageBody>
      <KeyBar
        keys={[
          ["Tab", "move"],
          ["Enter", "open"],
          ["?", "all keys"],
        ]}
      >
        <span>{plural(domains.data?.domains.length ?? 0, "domain", "domains")}</span>
      </KeyBar>
    </Page>
  );
}

/** How receivers and lists see the sender. */
function Standing() {
  const requirements = useRequirements();
  const complaints = useComplaints();
  const blocklists = useBlocklists();
  const error = requirements.error ?? complaints.error ?? blocklists.error;
  return (
    <>
      {error ? <ErrorState error={error} retry={() => void requirements.refetch()} /> : null}
      {requirements.data ? <Requirements told={requirements.data} /> : null}
      {complaints.data?.accounts.length ? <Complaints accounts={complaints.data.accounts} /> : null}
      {blocklists.data ? <BlocklistPanel told={blocklists.data} /> : null}
    </>
  );
}

function DoNext({ issues }: { issues: readonly DeliverabilityIssue[] }) {
  return (
    <Section title="Do this next" aside={issues.length > 0 ? "what costs most mail first" : ""}>
      {issues.length === 0 ? <p className="quiet">Nothing was found that keeps mail from arriving.</p> : null}
      <ol className={s.issues}>
        {issues.map((issue, at) => (
          <li key={`${issue.code} ${issue.domain}`} data-severity={issue.severity}>
            <span className={s.rank} aria-hidden="true">
              {at + 1}
            </span>
            <div>
              <b>{issue.title}</b>
              <p>{issue.detail}</p>
              <p className={s.next}>{issue.nextStep}</p>
            </div>
            {issue.domain ? <A href={paths.domain(issue.domain)}>See {issue.domain}</A> : null}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Domains({ domains }: { domains: readonly Domain[] }) {
  if (domains.length === 0) {
    return <Empty title="No domain yet" text="Each sending account brings its domain, and its records are checked." />;
  }
  return (
    <Section title="Domains" aside="checked daily">
      <ul className={s.domains}>
        {domains.map(({ domain, state, accounts }) => (
          <li key={domain}>
            <A href={paths.domain(domain)}>{domain}</A>
            <StateWords look={domainLooks[state]} />
            <span className="quiet">{plural(accounts.length, "account", "accounts")}</span>
            <span className={s.proofs}>
              {(["spf", "dkim", "dmarc"] as const).map((kind) => (
                <span key={kind}>
                  {kind.toUpperCase()} {provenWords(worst(accounts.map((account) => account[kind])))}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** One account that fails is what somebody has to see; one that is not known keeps the others from being all. */
function worst(found: readonly (boolean | null)[]): boolean | null {
  if (found.includes(false)) return false;
  return found.includes(null) ? null : true;
}

function Engagement({ score }: { score: NonNullable<ReturnType<typeof useScore>["data"]> }) {
  const rates = [
    ["Opened", "openRate"],
    ["Clicked", "clickRate"],
    ["Replied", "replyRate"],
    ["Unsubscribed", "unsubscribeRate"],
  ] as const;
  return (
    <Section title="What people did" aside="of emails sent; scanners do not count">
      <dl className={s.rates}>
        {rates.map(([title, name]) => (
          <div key={name}>
            <dt>{title}</dt>
            <dd className="num">
              {percent(score[name])}{" "}
              <span className="quiet">
                {count(score.evidence[`/${name}`]?.n)} of {count(score.evidence[`/${name}`]?.of)}
              </span>
            </dd>
          </div>
        ))}
        <div>
          <dt>Sender Score, IP reputation</dt>
          <dd>
            – <span className="quiet">{score.reasons["/ipReputation"]}</span>
          </dd>
        </div>
      </dl>
    </Section>
  );
}
