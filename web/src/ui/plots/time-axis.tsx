export const HEIGHT = 260;
const TOP = 12;
const BOTTOM = 24;
const LEFT = 42;
const RIGHT = 12;
/** Room a date needs. */
const LABEL = 64;

export function slotOf(points: number, width: number): number {
  return (Math.max(200, width) - LEFT - RIGHT) / Math.max(1, points);
}

/** Where points and values stand in a plot whose highest value is `top`. */
export function placesOf(points: number, width: number, top: number) {
  const slot = slotOf(points, width);
  return {
    x: (at: number) => LEFT + slot * (at + 0.5),
    y: (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top),
  };
}

interface GridProps {
  readonly width: number;
  readonly top: number;
  readonly y: (value: number) => number;
  readonly words: (value: number) => string;
}

/** Lines at round values, two to five of them. */
export function Grid({ width, top, y, words }: GridProps) {
  const step = roundStep(top);
  const values = Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, at) => at * step);
  return values.map((value) => (
    <g key={value}>
      <path d={`M${LEFT} ${y(value)}H${width}`} stroke={value === 0 ? "var(--line-2)" : "var(--line)"} />
      <text x={LEFT - 8} y={y(value) + 4} textAnchor="end">
        {words(value)}
      </text>
    </g>
  ));
}

/** 1, 2 or 5 × a power of ten. */
function roundStep(top: number): number {
  const power = 10 ** Math.floor(Math.log10(top / 2));
  return [5, 2, 1].map((n) => n * power).find((step) => step <= top / 2) ?? power;
}

interface AxisProps {
  readonly days: readonly string[];
  readonly x: (at: number) => number;
  readonly slot: number;
  readonly onFocus: (at: number | null) => void;
}

const shortDay = new Intl.DateTimeFormat("en-US", { day: "numeric", month: "short", timeZone: "UTC" });

/** Dates below, as many as have room, and over each span what tells the pointer's place. */
export function DayAxis({ days, x, slot, onFocus }: AxisProps) {
  const every = Math.max(1, Math.ceil(LABEL / slot));
  return days.map((day, at) => (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only repeats what arrow keys tell
    <g key={day} onMouseEnter={() => onFocus(at)} onMouseLeave={() => onFocus(null)}>
      <rect x={x(at) - slot / 2} y={TOP} width={slot} height={HEIGHT - TOP - BOTTOM} fill="transparent" />
      {at % every === 0 ? (
        <text x={x(at)} y={HEIGHT - 6} textAnchor="middle">
          {shortDay.format(new Date(`${day}T00:00:00Z`))}
        </text>
      ) : null}
    </g>
  ));
}
