import { plural } from "../numbers.ts";
import s from "./plots.module.css";

/** One bar a day, and 1 px between them. */
const STEP = 5;
const HEIGHT = 20;
const BARS = 14;

/**
 * What left on each day as bars, what was answered as a dot above its day. Each row has a scale of its own: it shows a
 * rhythm, the number beside it shows the size.
 */
export function Sparkline({ sent, replied }: { sent: readonly number[]; replied: readonly number[] }) {
  const total = sum(sent);
  const answers = sum(replied);
  if (total === 0 && answers === 0) return <span className="quiet">–</span>;
  const most = Math.max(1, ...sent);
  const words = `Last ${sent.length} days: ${plural(total, "mail", "mails")} sent, ${plural(answers, "reply", "replies")}`;
  return (
    <svg width={sent.length * STEP - 1} height={HEIGHT} role="img" aria-label={words} className={s.range}>
      <title>{words}</title>
      {sent.map((n, at) => {
        const height = n === 0 ? 1 : Math.max(2, (n / most) * BARS);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the position is the day
          <g key={at}>
            <rect
              x={at * STEP}
              y={HEIGHT - height}
              width={STEP - 1}
              height={height}
              fill={n === 0 ? "var(--mute)" : "var(--v1)"}
            />
            {(replied[at] ?? 0) > 0 ? (
              <circle cx={at * STEP + (STEP - 1) / 2} cy={HEIGHT - height - 3.5} r="1.75" fill="var(--v2)" />
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

function sum(days: readonly number[]): number {
  return days.reduce((total, day) => total + day, 0);
}
