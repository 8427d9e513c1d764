import type { ResponseOf } from "@haste/contract/client";
import { Tooltip } from "@mantine/core";
import type { CSSProperties } from "react";
import { useClock } from "../app/clock.tsx";
import { plural } from "../ui/numbers.ts";
import { fillOf } from "../ui/plots/stacked-bar.tsx";
import { clockTime, dayKey, fullTime } from "../ui/time.ts";
import s from "./time-machine.module.css";

type Day = ResponseOf<"GET /sandbox/days">["days"][number];

/** Height of the bars, in px. */
const HEIGHT = 30;
/** Full hatch of planned mails; done ones are solid. */
const planned = fillOf({ color: "var(--v1)", hatch: true });

interface Props {
  readonly days: readonly Day[];
  readonly moving: boolean;
  readonly onWalk: (daysAhead: number) => void;
}

/** Two weeks around now: done solid, planned striped, closed days shaded. A day ahead is a button that walks there. */
export function DaysStrip({ days, moving, onWalk }: Props) {
  const { now, zone } = useClock();
  const today = days.findIndex((each) => each.day === dayKey(now, zone));
  const most = Math.max(1, ...days.map((each) => each.sent + each.planned));
  const [hours = 0, minutes = 0] = clockTime(now, zone).split(":").map(Number);
  const at = (today + (hours * 60 + minutes) / 1440) / Math.max(1, days.length);
  return (
    <ol className={s.days} aria-label="Mails per day, done and planned" style={{ "--now": at } as CSSProperties}>
      {days.map((day, index) => (
        <DayColumn
          key={day.day}
          day={day}
          most={most}
          ahead={today < 0 ? 0 : index - today}
          moving={moving}
          onWalk={onWalk}
        />
      ))}
      {today >= 0 ? <li className={s.now} aria-hidden="true" /> : null}
    </ol>
  );
}

function DayColumn(props: { day: Day; most: number; ahead: number; moving: boolean; onWalk: (ahead: number) => void }) {
  const { day, most, ahead, moving, onWalk } = props;
  const name = nameOf(day.day);
  const words = `${name}: ${wordsOf(day)}`;
  const px = (n: number) => (n === 0 ? 0 : Math.max(3, Math.round((n / most) * HEIGHT)));
  const bars = (
    <>
      <span className={s.bars} data-closed={day.open ? undefined : true} style={{ height: HEIGHT }} aria-hidden="true">
        <i style={{ height: px(day.planned), background: planned }} />
        <i style={{ height: px(day.sent), background: "var(--v1)" }} />
      </span>
      <span className={s.dayName} data-today={ahead === 0 || undefined} aria-hidden="true">
        {name.split(" ")[0]}
        <span className={s.dayNumber} data-kept={isKept(name, ahead) || undefined}>
          {" "}
          {name.split(" ")[1]}
        </span>
      </span>
      <span className="sr">{words}</span>
    </>
  );
  return (
    <li>
      <Tooltip label={ahead > 0 ? `${words}. Walk there` : words}>
        {ahead > 0 ? (
          <button type="button" className={s.day} disabled={moving} onClick={() => onWalk(ahead)}>
            {bars}
            <span className="sr">. Walk there</span>
          </button>
        ) : (
          <span className={s.day}>{bars}</span>
        )}
      </Tooltip>
    </li>
  );
}

/** Where there is no room for every number, today's and Mondays' stay, never side by side. */
function isKept(name: string, ahead: number): boolean {
  return ahead === 0 || (name.startsWith("Mon") && Math.abs(ahead) > 1);
}

function nameOf(day: string): string {
  // At noon UTC the date is the same in UTC, whatever zone the strip is drawn for.
  return fullTime(`${day}T12:00:00Z`, "UTC").split(",")[0] ?? day;
}

function wordsOf(day: Day): string {
  const parts = [
    day.sent > 0 ? `${plural(day.sent, "mail", "mails")} sent` : "",
    day.planned > 0 ? `${day.planned} planned` : "",
    day.open ? "" : "nobody sends",
  ].filter(Boolean);
  return parts.join(", ") || "no mail yet";
}
