import type { ResponseOf } from "@haste/contract/client";
import { curveHours, hoursOfPart } from "@haste/engine/report";
import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useClock } from "../app/clock.tsx";
import { count, percent, plural } from "../ui/numbers.ts";
import { Section } from "../ui/page.tsx";
import { type Drawing, Figure } from "../ui/plots/figure.tsx";
import s from "../ui/plots/plots.module.css";
import { Grid, HEIGHT, placesOf } from "../ui/plots/time-axis.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";

type Curve = ResponseOf<"GET /sequences/:id/reply-curves">["curves"][number];
type Span = "week" | "month";

/** What the arrow keys and the table tell of; the lines have every six hours. */
const marks = [6, 12, 24, ...Array.from({ length: curveHours / 24 - 1 }, (_, at) => (at + 2) * 24)];
/** Whole days below the plot. */
const days = Array.from({ length: curveHours / 24 + 1 }, (_, day) => day);
/** The second sign beside the shade: the latest span is whole, older ones have shorter strokes. */
const dashes = ["", "8 3", "5 3", "3 3", "2 3", "1 3"];

/** How soon mails are answered, and whether those of later weeks are sooner: young weeks are short, never a drop. */
export function ReplyCurves({ sequenceId }: { sequenceId: string }) {
  const { zone } = useClock();
  const [by, setBy] = useState<Span>("week");
  const query = { by, timezone: zone };
  const read = useQuery({
    queryKey: ["sequences", sequenceId, "reply-curves", query],
    queryFn: ({ signal }) => api("GET /sequences/:id/reply-curves", { params: { id: sequenceId }, query, signal }),
  });
  return (
    <Section title="How soon they answer" aside="Each mail counts as far as it has lived">
      {read.error ? <ErrorState error={read.error} retry={() => void read.refetch()} /> : null}
      {read.isPending ? (
        <div role="status" aria-label="Loading">
          <Bone width="60%" height={HEIGHT / 2} />
        </div>
      ) : null}
      {read.data ? <Curves curves={read.data.curves} by={by} onBy={setBy} /> : null}
    </Section>
  );
}

function Curves({ curves, by, onBy }: { curves: readonly Curve[]; by: Span; onBy: (by: Span) => void }) {
  const [all, ...spans] = curves;
  if (all === undefined || all.points.length === 0)
    return <p className="quiet">A curve needs 30 mails that are six hours old.</p>;
  const names = curves.map(({ from }) => (from === null ? "All" : nameOf(from, by)));
  return (
    <Figure
      finding={findingOf(all)}
      what={`Share of mails answered so long after sending; strokes are mails of one ${by}, the band is the 95 % range of all.`}
      legend={
        <SegmentedControl
          size="xs"
          aria-label="Compare mails by"
          value={by}
          onChange={(value) => onBy(value as Span)}
          data={[
            { value: "week", label: "Weeks" },
            { value: "month", label: "Months" },
          ]}
        />
      }
      columns={["After", ...names]}
      rows={marks
        .filter((hours) => pointAt(all, hours) !== undefined)
        .map((hours) => {
          const told = curves.map((curve) => pointAt(curve, hours));
          const words = told.flatMap((point, at) =>
            point === undefined ? [] : `${names[at]} ${percent(point.share)} (${count(point.atRisk)} left)`,
          );
          return {
            key: String(hours),
            cells: [timeWords(hours), ...told.map((point) => (point === undefined ? "–" : percent(point.share)))],
            words: `After ${timeWords(hours)}: ${words.join(", ")}`,
          };
        })}
      height={HEIGHT}
      draw={(drawing) => <Lines all={all} spans={spans} names={names.slice(1)} {...drawing} />}
    />
  );
}

function Lines({ all, spans, names, width, focus, onFocus }: Drawing & LinesProps) {
  const top = Math.min(1, Math.max(0.02, ...all.points.map(({ high }) => high), ...spans.map(lastShare)) * 1.1);
  const { x: placeOf, y } = placesOf(days.length, width, top);
  const x = (hours: number) => placeOf(hours / 24);
  const path = (points: Curve["points"], of: "share" | "low" | "high") =>
    [`${x(0)} ${y(0)}`, ...points.map((point) => `${x(point.hours)} ${y(point[of])}`)].join("L");
  const band = `M${path(all.points, "high")}L${path(all.points, "low").split("L").toReversed().join("L")}Z`;
  const labels = spans.flatMap((span, n) => {
    const last = span.points.at(-1);
    return last === undefined ? [] : { name: names[n] ?? "", at: x(last.hours), top: y(last.share) - 5 };
  });
  const at = focus === null ? undefined : pointAt(all, marks[focus] ?? 0);
  return (
    <>
      <Grid width={width} y={y} top={top} words={(share) => `${Number((share * 100).toFixed(1))} %`} />
      <path d={band} fill="var(--accent-line)" fillOpacity="0.35" />
      {spans.map(({ from, points }, span) => {
        const age = spans.length - 1 - span;
        if (points.length === 0) return null;
        return (
          <path
            key={from}
            d={`M${path(points, "share")}`}
            fill="none"
            stroke="var(--v2)"
            strokeWidth="1.5"
            strokeDasharray={dashes[age]}
            opacity={1 - age * 0.1}
          />
        );
      })}
      <path d={`M${path(all.points, "share")}`} fill="none" stroke="var(--v1)" strokeWidth="2.5" />
      {apart(labels).map(({ name, at: end, top: above }) => (
        <text key={name} className={s.label} x={Math.min(width - 4, end + 6)} y={above} textAnchor="end">
          {name}
        </text>
      ))}
      {at === undefined ? null : <circle cx={x(at.hours)} cy={y(at.share)} r="4" fill="var(--v1)" />}
      {marks.map((hours, mark) => {
        const begins = marks[mark - 1] ?? 0;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
          <g key={hours} onMouseEnter={() => onFocus(mark)} onMouseLeave={() => onFocus(null)}>
            <rect x={x(begins)} y="0" width={x(hours) - x(begins)} height={HEIGHT} fill="transparent" />
          </g>
        );
      })}
      {days.map((day) =>
        day % 2 === 0 ? (
          <text key={day} x={placeOf(day)} y={HEIGHT - 6} textAnchor="middle">
            {day === 0 ? "sent" : `${day} d`}
          </text>
        ) : null,
      )}
    </>
  );
}

interface Label {
  readonly name: string;
  readonly at: number;
  readonly top: number;
}

const lineHeight = 13;

/** Names at ends that lie together stand below each other. */
function apart(labels: readonly Label[]): Label[] {
  const placed: Label[] = [];
  for (const label of labels.toSorted((a, b) => a.top - b.top)) {
    const above = placed.findLast((one) => Math.abs(one.at - label.at) < 60);
    placed.push(above === undefined ? label : { ...label, top: Math.max(label.top, above.top + lineHeight) });
  }
  return placed;
}

interface LinesProps {
  readonly all: Curve;
  readonly spans: readonly Curve[];
  readonly names: readonly string[];
}

function lastShare({ points }: Pick<Curve, "points">): number {
  return points.at(-1)?.share ?? 0;
}

function pointAt({ points }: Curve, hours: number) {
  return points.find((point) => point.hours === hours);
}

function timeWords(hours: number): string {
  return hours < 24 ? `${hours} hours` : plural(hours / 24, "day", "days");
}

function findingOf({ points, sent, replied }: Curve): string {
  if (replied === 0) return `None of ${plural(sent, "mail", "mails")} was answered yet.`;
  const soon = hoursOfPart(points, 0.8);
  const lived = points.at(-1)?.hours ?? 0;
  const all = `${percent(lastShare({ points }))} are answered within ${lived < 24 ? `${lived} hours` : plural(Math.floor(lived / 24), "day", "days")}`;
  return soon === null
    ? `${all}.`
    : `${all}, four of five of these within ${soon < 48 ? `${soon} hours` : plural(Math.ceil(soon / 24), "day", "days")}.`;
}

const weekName = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", timeZone: "UTC" });
const monthName = new Intl.DateTimeFormat("en-US", { month: "short", year: "2-digit", timeZone: "UTC" });

function nameOf(from: string, by: Span): string {
  return (by === "week" ? weekName : monthName).format(new Date(`${from}T00:00:00Z`));
}
