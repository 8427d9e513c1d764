import type { AccountHours } from "@haste/contract/nouns/connecting";
import { useId } from "react";
import { plural } from "../ui/numbers.ts";

const BAR = 5;
const GAP = 1;
const HEIGHT = 20;

/** The account's day by the hour: what was sent is full, what is planned is hatched; the hour we are in is both. */
export function HourBar({ hours, now }: { hours: AccountHours["hours"]; now: Date }) {
  const hatch = useId();
  const most = Math.max(1, ...hours.map(({ used }) => used));
  const begun = hours.filter(({ at }) => Date.parse(at) <= now.getTime()).length;
  const sum = (some: AccountHours["hours"]) => some.reduce((total, { used }) => total + used, 0);
  const words = `Today by the hour: ${plural(sum(hours.slice(0, begun)), "mail", "mails")} up to this hour, ${sum(hours.slice(begun))} planned after it`;
  return (
    <svg width={hours.length * (BAR + GAP)} height={HEIGHT} role="img" aria-label={words}>
      <title>{words}</title>
      <pattern id={hatch} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="1.5" height="3" fill="var(--v1)" />
      </pattern>
      {hours.map(({ at, used }, place) => {
        const height = used === 0 ? 1 : Math.max(3, (used / most) * HEIGHT);
        const sent = place < begun ? "var(--v1)" : `url(#${hatch})`;
        const fill = used === 0 ? "var(--mute)" : sent;
        return <rect key={at} x={place * (BAR + GAP)} y={HEIGHT - height} width={BAR} height={height} fill={fill} />;
      })}
    </svg>
  );
}
