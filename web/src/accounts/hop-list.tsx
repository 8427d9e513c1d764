import type { Hop } from "@haste/contract/nouns/connecting";
import { IconAlertTriangle, IconCircle, IconCircleCheck, IconLoader2, IconMinus } from "@tabler/icons-react";
import type { ComponentType } from "react";
import s from "./hop-list.module.css";
import type { Check } from "./queries.ts";
import { hopWords, tookWords, wayWords } from "./words.ts";

type Icon = ComponentType<{
  size?: number;
  stroke?: number;
  color?: string;
  className?: string;
  "aria-hidden"?: "true";
}>;
const states: Readonly<Record<Hop["state"], { icon: Icon; color: string; word: string }>> = {
  waiting: { icon: IconCircle, color: "var(--text-3)", word: "waiting" },
  running: { icon: IconLoader2, color: "var(--accent)", word: "under way" },
  passed: { icon: IconCircleCheck, color: "var(--good)", word: "good" },
  failed: { icon: IconAlertTriangle, color: "var(--bad)", word: "failed" },
  skipped: { icon: IconMinus, color: "var(--text-3)", word: "left out" },
};

/** Each hop with its result and how long it took; where one failed, the remedy. */
export function HopList({ check }: { check: Check }) {
  const ways = [...new Set(check.hops.map(({ protocol }) => protocol))];
  return (
    <div className={s.ways} aria-live="polite" aria-busy={check.state === "running"}>
      {ways.map((way) => (
        <section key={way} className={s.way} aria-label={wayWords[way]}>
          <h3>{wayWords[way]}</h3>
          <ol>
            {check.hops
              .filter(({ protocol }) => protocol === way)
              .map((hop) => (
                <HopRow key={hop.step} hop={hop} />
              ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function HopRow({ hop }: { hop: Hop }) {
  const { icon: Icon, color, word } = states[hop.state];
  return (
    <li className={s.hop} data-state={hop.state}>
      <Icon size={16} stroke={1.6} color={color} aria-hidden="true" />
      <div className={s.hopWords}>
        <b>{hopWords[hop.step]}</b>
        <span className={s.hidden}>: {word}</span>
        {hop.detail ? <span className={s.detail}>{hop.detail}</span> : null}
        {hop.remedy ? <p className={s.remedy}>{hop.remedy}</p> : null}
      </div>
      <span className={`${s.took} num`}>{tookWords(hop.ms)}</span>
    </li>
  );
}
