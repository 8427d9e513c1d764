import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { count } from "../numbers.ts";
import s from "./state.module.css";

/** Work over a second as the API reports it (a job's `progress`). */
export interface Progress {
  readonly done: number;
  readonly total: number | null;
  readonly ratePerSecond: number | null;
  readonly etaSeconds: number | null;
}

/** One line: bar, done of total, rate, time left, rows set aside, cancel. Stands where the work was started. */
export function LongWork(props: { title: ReactNode; progress: Progress; aside?: ReactNode; onCancel?: () => void }) {
  const { done, total, ratePerSecond, etaSeconds } = props.progress;
  const share = total ? Math.min(1, done / total) : 0;
  return (
    <div className={s.work}>
      <b>{props.title}</b>
      <span
        className={s.track}
        role="progressbar"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-label="Progress"
      >
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num">
        {count(done)}
        {total === null ? "" : ` of ${count(total)}`}
        {ratePerSecond ? ` · ${count(ratePerSecond)}/s` : ""}
        {etaSeconds === null ? "" : ` · ${left(etaSeconds)}`}
      </span>
      {props.aside}
      {props.onCancel ? (
        <Button size="xs" variant="subtle" onClick={props.onCancel}>
          Cancel
        </Button>
      ) : null}
    </div>
  );
}

function left(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s left`;
  return `${Math.round(seconds / 60)} min left`;
}
