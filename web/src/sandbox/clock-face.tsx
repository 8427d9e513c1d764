import { clockTime } from "../ui/time.ts";

/** The mark's ring as a clock that shows workspace time; the words beside it say the same. */
export function ClockFace({ now, zone, size = 36 }: { now: Date; zone: string; size?: number }) {
  const [hours = 0, minutes = 0] = clockTime(now, zone).split(":").map(Number);
  const hand = (turn: number, length: number) => {
    const angle = turn * 2 * Math.PI;
    return `M12 12L${(12 + Math.sin(angle) * length).toFixed(2)} ${(12 - Math.cos(angle) * length).toFixed(2)}`;
  };
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="1.4"
      strokeLinecap="round"
      aria-hidden="true"
      style={{ flex: "none" }}
    >
      <circle cx="12" cy="12" r="11" strokeWidth="1.5" />
      <path d={hand((hours + minutes / 60) / 12, 4.6)} />
      <path d={hand(minutes / 60, 7)} />
    </svg>
  );
}
