import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { useClock, useTimes } from "../../app/clock.tsx";
import { count, percent } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import { HourBar } from "../hour-bar.tsx";
import { useHours } from "../queries.ts";
import { Today } from "../today.tsx";
import s from "./sections.module.css";

/** Today against the cap, the day by the hour, and what came back of thirty days. */
export function AccountFacts({ account }: { account: SendingAccount }) {
  const times = useTimes();
  const { now } = useClock();
  const hours = useHours().data?.accounts.find(({ accountId }) => accountId === account.id)?.hours ?? [];
  return (
    <Section title="Today" aside={`begins anew ${times.when(account.currentUsage.resetAt)}`}>
      {account.statusReason ? <p className={s.reason}>{account.statusReason}</p> : null}
      <dl className={s.facts}>
        <dt>Sent and planned</dt>
        <dd>
          <Today account={account} />
        </dd>
        <dt>By the hour</dt>
        <dd>
          <HourBar hours={hours} now={now} />
        </dd>
        <dt>Next mail</dt>
        <dd className="num">{account.nextMailAt ? times.when(account.nextMailAt) : "Nothing planned"}</dd>
        <dt>Bounced, 30 days</dt>
        <dd className="num">{rateWords(account.bounceRate, account.evidence["/bounceRate"])}</dd>
        <dt>Complained, 30 days</dt>
        <dd className="num">{rateWords(account.spamRate, account.evidence["/spamRate"])}</dd>
      </dl>
    </Section>
  );
}

function rateWords(rate: number | null, evidence: SendingAccount["evidence"][string] | undefined): string {
  if (rate === null || evidence === undefined) return "Nothing sent yet";
  return `${percent(rate)}: ${count(evidence.n)} of ${count(evidence.of)}`;
}
