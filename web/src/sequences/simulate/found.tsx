import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Simulation } from "@haste/contract/nouns/simulations";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { useClock } from "../../app/clock.tsx";
import { PageBody, Section, Split } from "../../ui/page.tsx";
import { dayKey } from "../../ui/time.ts";
import { NARROW, useMedia } from "../../ui/use-width.ts";
import { place } from "../tree.ts";
import { Answer } from "./answer.tsx";
import { Beside, Reasons } from "./beside.tsx";
import { Compare } from "./compare.tsx";
import { DaysPlot } from "./days-plot.tsx";
import { type Account, daysOf, timelinesOf } from "./findings.ts";
import { HoldsList } from "./holds-list.tsx";
import { PeoplePlot } from "./people-plot.tsx";
import type { Wishes, WishName } from "./what-if.ts";
import { WhatIfForm } from "./what-if-form.tsx";

/** The answer, then what it rests on. */
export function Found(props: {
  sequence: Sequence;
  simulation: Simulation;
  isStale: boolean;
  wishes: Wishes;
  onWish: (name: WishName, value: string | null) => void;
}) {
  const { sequence, simulation, isStale, wishes, onWish } = props;
  const { zone, now } = useClock();
  const known = useAccounts();
  const accounts = useMemo(() => accountsIn(simulation, known), [simulation, known]);
  const days = useMemo(() => daysOf(simulation, accounts), [simulation, accounts]);
  const rows = useMemo(() => timelinesOf(simulation.log), [simulation]);
  const isNarrow = useMedia(NARROW);
  const reasons = (
    <>
      <WhatIfForm {...{ simulation, accounts, wishes, onWish, now, zone }} />
      <HoldsList holds={simulation.holds} accounts={accounts} />
      <Reasons simulation={simulation} />
    </>
  );
  const numbers = new Map(place(sequence.steps).map(({ step, number }) => [step.id, number]));
  return (
    <Split>
      <PageBody label="What the simulation found">
        <Answer simulation={simulation} isStale={isStale} />
        {simulation.whatIf ? <Compare simulation={simulation} whatIf={simulation.whatIf} /> : null}
        <Section>
          <DaysPlot
            days={days}
            accounts={accounts}
            mostSentOn={simulation.mostSentAt ? dayKey(simulation.mostSentAt, zone) : null}
          />
        </Section>
        <PeoplePlot
          rows={rows}
          people={simulation.people}
          from={Date.parse(simulation.from)}
          stepName={(id) => (numbers.has(id) ? `step ${numbers.get(id)}` : "a step elsewhere")}
        />
        {isNarrow ? reasons : null}
      </PageBody>
      {isNarrow ? null : <Beside>{reasons}</Beside>}
    </Split>
  );
}

function useAccounts(): readonly { id: string; email: string; dailyLimit: number }[] {
  const accounts = useQuery({
    queryKey: ["accounts", "all"],
    queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
  });
  return accounts.data?.data ?? none;
}

const none: readonly never[] = [];

/** Those that send, the busiest first: the first five have a color of their own. */
function accountsIn({ perDay }: Simulation, known: ReturnType<typeof useAccounts>): Account[] {
  const sends = new Map<string, number>();
  for (const row of perDay) sends.set(row.accountId, (sends.get(row.accountId) ?? 0) + row.sends);
  return [...sends]
    .toSorted(([, a], [, b]) => b - a)
    .map(([id]) => {
      const account = known.find((one) => one.id === id);
      return { id, label: account ? `${account.email.split("@")[0]}@` : "account", cap: account?.dailyLimit ?? null };
    });
}
