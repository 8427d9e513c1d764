import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { count } from "../numbers.ts";
import { useWidth } from "../use-width.ts";
import { Frame, Tip } from "./frame.tsx";
import { gridStep } from "./grid.ts";
import s from "./plots.module.css";

export interface Hour {
  readonly hour: number;
  readonly sent: number;
  readonly planned: number;
}

const HEIGHT = 220;
const TOP = 34;
const BOTTOM = 22;
const LEFT = 30;

const two = (n: number) => String(n).padStart(2, "0");
const inWords = (h: Hour) => `${two(h.hour)}:00: ${count(h.sent)} sent, ${count(h.planned)} planned`;

/**
 * Mails by hour of the workspace's day: solid is done, striped is planned, a line is now. Every bar can be reached with
 * the arrow keys and says its numbers; "view as table" gives the same as a table.
 */
export function HourBars(props: { hours: readonly Hour[]; now: number; nowLabel: string; caption: ReactNode }) {
  const [measure, width] = useWidth();
  const [focus, setFocus] = useState<number | null>(null);
  const shown = props.hours;
  const told = focus === null ? undefined : shown[focus];
  return (
    <Frame
      measure={measure}
      caption={props.caption}
      columns={["Hour", "Sent", "Planned"]}
      rows={shown.map((h) => ({ key: String(h.hour), cells: [`${two(h.hour)}:00`, count(h.sent), count(h.planned)] }))}
    >
      <Bars {...props} hours={shown} width={width} focus={focus} onFocus={setFocus} />
      <Tip words={told ? inWords(told) : null} />
    </Frame>
  );
}

interface BarsProps {
  hours: readonly Hour[];
  now: number;
  nowLabel: string;
  width: number;
  focus: number | null;
  onFocus: (at: number | null) => void;
}

function Bars({ hours, now, nowLabel, width, focus, onFocus }: BarsProps) {
  const hatch = useId();
  const most = Math.max(4, ...hours.map((h) => h.sent + h.planned));
  const grid = gridStep(most);
  const top = most * 1.04;
  const plot = HEIGHT - TOP - BOTTOM;
  const y = (n: number) => TOP + plot - (n / top) * plot;
  const slot = (Math.max(240, width) - LEFT - 8) / Math.max(1, hours.length);
  const bar = Math.min(30, slot * 0.6);
  const first = hours[0]?.hour ?? 0;
  const nowX = LEFT + (now - first) * slot;
  const every = slot < 24 ? 2 : 1;
  function step(event: KeyboardEvent) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    onFocus(Math.max(0, Math.min(hours.length - 1, (focus ?? -1) + by)));
  }
  return (
    <svg
      className={s.plot}
      height={HEIGHT}
      role="img"
      aria-label={`Mails per hour. ${hours
        .filter((h) => h.sent + h.planned > 0)
        .map(inWords)
        .join("; ")}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the marks of a plot are read with arrow keys
      tabIndex={0}
      onKeyDown={step}
      onBlur={() => onFocus(null)}
    >
      <defs>
        <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="5" fill="var(--v1)" />
        </pattern>
      </defs>
      {Array.from({ length: Math.floor(top / grid) + 1 }, (_, at) => at * grid).map((n) => (
        <g key={n}>
          <path d={`M${LEFT} ${y(n)}H${width}`} stroke={n === 0 ? "var(--line-2)" : "var(--line)"} />
          <text x={LEFT - 8} y={y(n) + 4} textAnchor="end">
            {count(n)}
          </text>
        </g>
      ))}
      {hours.map((h, at) => {
        const x = LEFT + at * slot + (slot - bar) / 2;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
          <g key={h.hour} onMouseEnter={() => onFocus(at)} onMouseLeave={() => onFocus(null)}>
            <rect
              x={LEFT + at * slot}
              y={TOP}
              width={slot}
              height={plot}
              fill={focus === at ? "var(--hover)" : "transparent"}
            />
            {h.sent > 0 ? (
              <rect x={x} y={y(h.sent)} width={bar} height={Math.max(1, y(0) - y(h.sent))} rx="2" fill="var(--v1)" />
            ) : null}
            {h.planned > 0 ? (
              <rect
                x={x + 0.5}
                y={y(h.sent + h.planned)}
                width={bar - 1}
                height={Math.max(2, y(h.sent) - y(h.sent + h.planned) - (h.sent > 0 ? 2 : 0))}
                rx="2"
                fill={`url(#${hatch})`}
                stroke="var(--v1)"
              />
            ) : null}
            {at % every === 0 ? (
              <text x={LEFT + at * slot + slot / 2} y={HEIGHT - 4} textAnchor="middle">
                {two(h.hour)}
              </text>
            ) : null}
          </g>
        );
      })}
      {nowX >= LEFT && nowX <= LEFT + hours.length * slot ? <NowFlag x={nowX} width={width} label={nowLabel} /> : null}
    </svg>
  );
}

function NowFlag({ x, width, label }: { x: number; width: number; label: string }) {
  const flag = label.length * 6.2 + 10;
  const left = x + flag > width;
  return (
    <g>
      <path d={`M${x} 10V${HEIGHT - BOTTOM}`} stroke="var(--text)" />
      <rect x={left ? x - flag : x} y="6" width={flag} height="17" rx="2" fill="var(--text)" />
      <text className={s.flag} x={left ? x - flag + 5 : x + 5} y="18">
        {label}
      </text>
    </g>
  );
}
