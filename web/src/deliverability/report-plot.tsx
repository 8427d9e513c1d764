import type { ReportSummary } from "@haste/contract/nouns/aggregate-reports";
import { count } from "../ui/numbers.ts";
import { type Drawing, Figure } from "../ui/plots/figure.tsx";
import type { ReportKind } from "./standing-queries.ts";
import { reportFinding } from "./standing-words.ts";

type Day = ReportSummary["days"][number];

const height = 180;
const top = 10;
const bottom = 20;
const left = 44;

const outcome = {
  dmarc: { passed: "proven", failed: "not proven", what: "By day, of the mails receivers reported." },
  tls: { passed: "encrypted", failed: "failed", what: "By day, of the sessions senders reported." },
} as const;

/** Passed below, failed on top, by day: failures are seen first because they stand out against the line. */
export function ReportPlot({ kind, summary }: { kind: ReportKind; summary: ReportSummary }) {
  const { passed, failed, what } = outcome[kind];
  const rows = summary.days.map((day) => ({
    key: day.day,
    cells: [day.day, count(day.passed), count(day.failed)],
    words: `${day.day}: ${count(day.passed)} ${passed}, ${count(day.failed)} ${failed}`,
  }));
  return (
    <Figure
      finding={reportFinding(kind, summary)}
      what={what}
      columns={["Day", passed, failed]}
      rows={rows}
      height={height}
      draw={(drawing) => <Bars days={summary.days} drawing={drawing} />}
    />
  );
}

function Bars({ days, drawing: { width, focus, onFocus } }: { days: readonly Day[]; drawing: Drawing }) {
  const most = Math.max(1, ...days.map((day) => day.passed + day.failed));
  const plot = height - top - bottom;
  const y = (n: number) => top + plot - (n / most) * plot;
  const slot = (width - left) / Math.max(1, days.length);
  const bar = Math.min(28, slot * 0.7);
  const every = Math.max(1, Math.ceil(64 / slot));
  return (
    <>
      {[0, most].map((n) => (
        <g key={n}>
          <path d={`M${left} ${y(n)}H${width}`} stroke={n === 0 ? "var(--line-2)" : "var(--line)"} />
          <text x={left - 8} y={y(n) + 4} textAnchor="end">
            {count(n)}
          </text>
        </g>
      ))}
      {days.map((day, at) => {
        const x = left + at * slot + (slot - bar) / 2;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
          <g key={day.day} onMouseEnter={() => onFocus(at)} onMouseLeave={() => onFocus(null)}>
            <rect
              x={left + at * slot}
              y={top}
              width={slot}
              height={plot}
              fill={focus === at ? "var(--hover)" : "transparent"}
            />
            <rect x={x} y={y(day.passed)} width={bar} height={y(0) - y(day.passed)} rx="2" fill="var(--v1)" />
            <rect
              x={x}
              y={y(day.passed + day.failed)}
              width={bar}
              height={y(day.passed) - y(day.passed + day.failed)}
              rx="2"
              fill="var(--bad-fill)"
            />
            {at % every === 0 ? (
              <text x={left + at * slot + slot / 2} y={height - 4} textAnchor="middle">
                {day.day.slice(5)}
              </text>
            ) : null}
          </g>
        );
      })}
    </>
  );
}
