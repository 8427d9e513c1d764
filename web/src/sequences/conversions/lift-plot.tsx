import type { HoldOut } from "@haste/contract/nouns/goals";
import { percent } from "../../ui/numbers.ts";
import { Frame } from "../../ui/plots/frame.tsx";
import s from "./conversions.module.css";
import { liftWords, outcomeNames, points } from "./words.ts";

type Outcome = HoldOut["outcomes"][number];

const WIDTH = 240;

/** How much more of the mailed did each thing, with its range, on one scale around zero. */
export function LiftPlot({ outcomes }: { outcomes: readonly Outcome[] }) {
  const edges = outcomes.flatMap(({ lift }) => (lift === null ? [] : [Math.abs(lift.low), Math.abs(lift.high)]));
  const most = Math.max(0.01, ...edges);
  return (
    <Frame
      caption="Share of the mailed less share of those held out"
      columns={["", "Mailed", "Held out", "More"]}
      rows={outcomes.map(({ code, mailedRate, controlRate, lift }) => ({
        key: code,
        cells: [outcomeNames[code], percent(mailedRate), percent(controlRate), liftWords(lift)],
      }))}
    >
      <ul className={s.lifts}>
        {outcomes.map((outcome) => (
          <li key={outcome.code}>
            <span>{outcomeNames[outcome.code]}</span>
            <LiftBar outcome={outcome} most={most} />
            <span className="num">{outcome.lift === null ? "–" : points(outcome.lift.difference)}</span>
          </li>
        ))}
      </ul>
    </Frame>
  );
}

function LiftBar({ outcome: { code, lift }, most }: { outcome: Outcome; most: number }) {
  if (lift === null) return <span className="quiet">nobody to compare</span>;
  const x = (value: number) => (value / most / 2 + 0.5) * (WIDTH - 4) + 2;
  const words = `${outcomeNames[code]}: ${liftWords(lift)}`;
  const isClear = lift.low > 0 || lift.high < 0;
  return (
    <svg viewBox={`0 0 ${WIDTH} 16`} className={s.lift} role="img" aria-label={words}>
      <title>{words}</title>
      <path d={`M0 8H${WIDTH}`} stroke="var(--line)" />
      <path d={`M${x(0)} 0V16`} stroke="var(--text-3)" strokeDasharray="2 2" />
      <rect
        x={x(lift.low)}
        y="6"
        width={Math.max(3, x(lift.high) - x(lift.low))}
        height="4"
        rx="2"
        fill={isClear ? "var(--v1)" : "var(--accent-line)"}
      />
      <circle cx={x(lift.difference)} cy="8" r="4" fill="var(--v1)" />
    </svg>
  );
}
