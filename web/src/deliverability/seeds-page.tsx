import type { SeedTest } from "@haste/contract/nouns/seed-tests";
import { Button } from "@mantine/core";
import { IconActivity, IconRefresh } from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { Page, PageBody, PageHeader, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { MailForm } from "./mail-form.tsx";
import s from "./standing.module.css";
import { useLookAgain, useSeedTests, useStartSeedTest } from "./standing-queries.ts";
import { placementLooks, seedFinding, tabWords } from "./standing-words.ts";
import { StateWords } from "./state-words.tsx";
import { DeliverabilityTabs } from "./tabs.tsx";

/** One mail sent to the workspace's own mailboxes, and the folder in which each of them has it. */
export function SeedsPage() {
  const tests = useSeedTests();
  const start = useStartSeedTest();
  return (
    <Page>
      <PageHeader icon={<IconActivity size={16} stroke={1.6} />} title="Deliverability" />
      <DeliverabilityTabs active="seeds" />
      <PageBody label="Seed tests">
        <Section title="A mail to all of them" aside="every other account whose mailbox is read, paused ones too">
          <MailForm
            verb="Send and look"
            needsSubject
            isRunning={start.isRunning}
            error={start.error}
            onSubmit={(mail) => start.start.mutate(mail)}
          />
        </Section>
        {tests.error ? <ErrorState error={tests.error} retry={() => void tests.refetch()} /> : null}
        {tests.isPending ? <SkeletonRows rows={3} /> : null}
        {tests.data?.data.map((test) => (
          <Test key={test.id} test={test} />
        ))}
      </PageBody>
    </Page>
  );
}

function Test({ test: { id, email, subject, seeds, createdAt } }: { test: SeedTest }) {
  const times = useTimes();
  const look = useLookAgain(id);
  const isOpen = seeds.some(({ placement }) => placement !== "inbox" && placement !== "spam");
  return (
    <Section
      title={subject}
      aside={
        <span className={s.aside}>
          {seedFinding(seeds)} · {times.when(createdAt)} from {email}
          {isOpen ? (
            <Button
              size="xs"
              leftSection={<IconRefresh size={14} stroke={1.6} />}
              loading={look.isRunning}
              onClick={() => look.start.mutate()}
            >
              Look again
            </Button>
          ) : null}
        </span>
      }
    >
      {look.error ? <ErrorState error={look.error} /> : null}
      <ul className={s.rows}>
        {seeds.map((seed) => (
          <li key={seed.accountId}>
            <StateWords look={placementLooks[seed.placement]} />
            <div>
              <A href={paths.account(seed.accountId)}>{seed.email}</A> <span className="quiet">{seed.provider}</span>
              {seed.tab === null ? null : <p>{tabWords[seed.tab]}</p>}
              {seed.folder !== null && seed.placement === "spam" ? <p>It lies in {seed.folder}.</p> : null}
              {seed.trouble ? <p>{seed.trouble}</p> : null}
              {seed.placement === "waiting" ? (
                <p>
                  It has not left yet. <A href={paths.email(seed.emailId)}>See why</A>
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
