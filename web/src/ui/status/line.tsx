import type { ReactNode } from "react";
import s from "./line.module.css";

/** The seven stages an email passes, in the words of the architecture. */
const stages = ["enroll", "schedule", "render", "send", "track", "react", "report"] as const;

/** How far one email got: the last bar is red when it failed, amber when it is held or stopped early. */
export function Line({ stage, end }: { stage: number; end?: "failed" | "held" | undefined }) {
  const word = end ? `, ${end}` : "";
  return (
    <span className={s.line} role="img" aria-label={`stage ${stage} of 7, ${stages[stage - 1]}${word}`}>
      {stages.map((name, at) => (
        <i key={name} data-on={at < stage ? (at === stage - 1 && end) || "done" : undefined} />
      ))}
    </span>
  );
}

/** The whole line with a live count per stage; `share` (0–1) is how much of the stage's bar is filled. */
export function LineStages({
  cells,
}: {
  cells: readonly { name: string; figure: ReactNode; hint: string; share: number }[];
}) {
  return (
    <ol className={s.stages}>
      {cells.map((cell) => (
        <li key={cell.name} className={s.stage}>
          <div className={s.bar} aria-hidden="true">
            <i style={{ width: `${Math.round(cell.share * 100)}%` }} />
          </div>
          <div className={s.name}>{cell.name}</div>
          <div className={s.figure}>{cell.figure}</div>
          <div className={s.hint}>{cell.hint}</div>
        </li>
      ))}
    </ol>
  );
}
