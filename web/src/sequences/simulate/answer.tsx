import type { Simulation } from "@haste/contract/nouns/simulations";
import type { ReactNode } from "react";
import { useTimes } from "../../app/clock.tsx";
import { useContactName } from "../../app/names.ts";
import { count, plural } from "../../ui/numbers.ts";
import { replyRange } from "./findings.ts";
import s from "./simulate.module.css";

/** What one wants to know first; everything below only says why. */
export function Answer({ simulation, isStale }: { simulation: Simulation; isStale: boolean }) {
  const { sends, rates, starving, unreachableTotal } = simulation;
  const times = useTimes();
  const longest = starving[0];
  const name = useContactName(longest?.contactId);
  return (
    <dl className={s.answer} data-stale={isStale || undefined}>
      <Figure label="9 of 10 mails have left by" sub={`last mail ${times.full(simulation.finishAt)}`}>
        {times.full(simulation.mostSentAt).split(",")[0]}
      </Figure>
      <Figure label="Mails" sub={`to ${plural(simulation.people - unreachableTotal, "person", "people")}`}>
        {count(sends)}
      </Figure>
      <Figure label="Replies, about" sub={`${replyRange(sends, rates.reply)} by chance alone`}>
        {count(Math.round(sends * rates.reply))}
      </Figure>
      <Figure label="Never reached" sub={unreachableTotal > 0 ? "each with its reason" : "everybody gets a mail"}>
        <span data-warn={unreachableTotal > 0 || undefined}>{count(unreachableTotal)}</span>
      </Figure>
      <Figure
        label="Waits longest"
        sub={longest ? `${name ?? "somebody"}, for room on an account` : "nobody over a day for room"}
      >
        {longest ? hoursInWords(longest.waitedHours) : "under a day"}
      </Figure>
    </dl>
  );
}

/** `6.2 days`; only waits over a day are told. */
function hoursInWords(hours: number): string {
  return `${(hours / 24).toFixed(1)} days`;
}

function Figure({ label, sub, children }: { label: string; sub: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
      <dd className={s.sub} dir="auto">
        {sub}
      </dd>
    </div>
  );
}
