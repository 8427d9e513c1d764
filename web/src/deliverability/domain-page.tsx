import type { Domain } from "@haste/contract/nouns/deliverability";
import { Button } from "@mantine/core";
import { IconActivity, IconRefresh } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { KeyBar, Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import s from "./deliverability.module.css";
import { FindingRow } from "./finding-row.tsx";
import { useCheckAgain, useDomain } from "./queries.ts";
import { ReturnedMails } from "./returned-mails.tsx";
import { StateWords } from "./state-words.tsx";
import { domainLooks, provenWords } from "./words.ts";

/** One domain: what its DNS says about its mail, beside what it should say. */
export function DomainPage() {
  const [{ name: domain = "" }] = useUrlState();
  const router = useRouter();
  const times = useTimes();
  const found = useDomain(domain);
  const check = useCheckAgain(domain);
  const again = () => {
    if (!check.isRunning) check.start.mutate();
  };
  useKeys([
    { keys: "r", label: "Check again", group: "Domain", run: again },
    {
      keys: "Escape",
      label: "Back to deliverability",
      group: "Domain",
      run: () => router.history.push(paths.deliverability),
    },
  ]);
  const shown = found.data;
  return (
    <Page>
      <PageHeader
        icon={<IconActivity size={16} stroke={1.6} />}
        crumbs={[{ label: "Deliverability", href: paths.deliverability }]}
        title={domain}
        meta={shown ? <StateWords look={domainLooks[shown.state]} /> : null}
        actions={
          <Button
            leftSection={<IconRefresh size={16} stroke={1.6} />}
            rightSection={<Kbd keys="r" />}
            loading={check.isRunning}
            onClick={again}
          >
            Check again
          </Button>
        }
      />
      <PageBody label="Domain">
        {check.error ? <ErrorState error={check.error} /> : null}
        {found.error && !shown ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
        {found.isPending ? <SkeletonRows rows={6} /> : null}
        {shown ? <Accounts domain={shown} /> : null}
        {shown ? <ReturnedMails returned={shown.returned} /> : null}
        {shown ? (
          <Section title="Records" aside={shown.checkedAt ? `asked ${times.when(shown.checkedAt)}` : "not asked yet"}>
            {shown.findings.length === 0 ? (
              <p className="quiet">
                {shown.state === "sandbox"
                  ? "A sandbox asks no name server: nothing leaves it, so its domains are ready."
                  : "The DNS is asked within minutes, and daily from then on."}
              </p>
            ) : null}
            <ul className={s.findings} aria-live="polite" aria-busy={check.isRunning}>
              {shown.findings.map((finding) => (
                <FindingRow key={`${finding.kind} ${finding.name} ${finding.detail}`} finding={finding} />
              ))}
            </ul>
          </Section>
        ) : null}
      </PageBody>
      <KeyBar
        keys={[
          ["r", "check again"],
          ["Esc", "back"],
          ["?", "all keys"],
        ]}
      />
    </Page>
  );
}

function Accounts({ domain: { accounts } }: { domain: Domain }) {
  return (
    <Section title="Accounts" aside="one of SPF and DKIM is enough for DMARC">
      <ul className={s.domains}>
        {accounts.map((account) => (
          <li key={account.id}>
            <A href={paths.account(account.id)}>{account.email}</A>
            <span className={s.proofs}>
              <span>SPF {provenWords(account.spf)}</span>
              <span>DKIM {provenWords(account.dkim)}</span>
              <span>DMARC {provenWords(account.dmarc)}</span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
