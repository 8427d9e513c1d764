import type { ReactNode } from "react";
import { A } from "../link.tsx";
import { count, percent } from "../numbers.ts";
import s from "./plots.module.css";

export interface FunnelStage {
  readonly label: string;
  readonly n: number;
  /** Share of the first stage, 0–1. */
  readonly rate: number | null;
  readonly lost?: ReactNode;
  /** Where its mails are listed. */
  readonly href?: string;
}

/** How far people got: one bar per stage on a common scale, its share of the first, and what was lost. */
export function Funnel({ stages }: { stages: readonly FunnelStage[] }) {
  const most = Math.max(1, ...stages.map((stage) => stage.n));
  return (
    <ol className={s.funnel} aria-label="Funnel">
      {stages.map((stage) => {
        const share = stage.n / most;
        const inside = share > 0.16;
        return (
          <li key={stage.label} className={s.stage}>
            <span style={{ fontWeight: 500 }}>
              {stage.href === undefined || stage.n === 0 ? stage.label : <A href={stage.href}>{stage.label}</A>}
            </span>
            <div className={s.bar}>
              <i style={{ width: `${share * 100}%` }} />
              <b
                style={
                  inside
                    ? { right: `${(1 - share) * 100}%`, color: "var(--surface)" }
                    : { left: `${share * 100}%`, color: "var(--text)" }
                }
              >
                {count(stage.n)}
              </b>
            </div>
            <span className="num" style={{ textAlign: "right", fontWeight: 500 }}>
              {stage.rate === null ? "" : percent(stage.rate)}
            </span>
            <span className={`${s.lost} quiet cut`}>{stage.lost}</span>
          </li>
        );
      })}
    </ol>
  );
}
