import type { Blocklists } from "@haste/contract/nouns/blocklists";
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { Listings } from "./listings.tsx";
import s from "./standing.module.css";
import { useAskLists } from "./standing-queries.ts";

/** Whether domains and servers stand on lists that receivers ask. */
export function BlocklistPanel({ told: { listings, notAsked, checkedAt } }: { told: Blocklists }) {
  const times = useTimes();
  const ask = useAskLists();
  const asked = checkedAt === null ? "not asked yet" : `asked ${times.when(checkedAt)}, daily`;
  return (
    <Section
      title="Blocklists"
      aside={
        <span className={s.aside}>
          {asked}
          <Button
            size="xs"
            leftSection={<IconRefresh size={14} stroke={1.6} />}
            loading={ask.isRunning}
            onClick={() => ask.start.mutate()}
          >
            Ask again
          </Button>
        </span>
      }
    >
      {ask.error ? <ErrorState error={ask.error} /> : null}
      <div aria-live="polite" aria-busy={ask.isRunning}>
        <Listings listings={listings} />
      </div>
      {notAsked.map(({ subject, reason }) => (
        <p key={subject} className="quiet">
          {subject} is not asked about. {reason}
        </p>
      ))}
    </Section>
  );
}
