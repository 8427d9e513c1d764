import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import type { SendingPace } from "@haste/contract/nouns/sending-pace";
import { Section } from "../../ui/page.tsx";
import s from "../accounts.module.css";
import { warmUpSentence } from "../pace-words.ts";
import { type RampDay, RampPlot } from "../ramp-plot.tsx";

/** What left on each of two weeks, and what the warm-up allows on the two ahead. */
export function WarmUpSection({ account, pace }: { account: SendingAccount; pace: SendingPace }) {
  const { ramp } = account.pacing;
  const finding = warmUpSentence(pace, ramp, account.dailyLimit);
  const isBlank = ramp === null && pace.actual.every(({ sent }) => sent === 0);
  return (
    <Section title="Warm-up" aside={ramp === null ? "off" : ""}>
      {isBlank ? (
        <p className={s.finding}>{finding}</p>
      ) : (
        <RampPlot days={daysOf(pace)} today={pace.actual.at(-1)?.date ?? ""} caption={finding} />
      )}
    </Section>
  );
}

function daysOf({ actual, plan }: SendingPace): RampDay[] {
  const capOn = new Map(plan.map(({ date, cap }) => [date, cap]));
  const behind = actual.map(({ date, sent }) => ({ date, sent, cap: capOn.get(date) ?? null }));
  const known = new Set(actual.map(({ date }) => date));
  return [...behind, ...plan.filter(({ date }) => !known.has(date)).map((day) => ({ ...day, sent: null }))];
}
