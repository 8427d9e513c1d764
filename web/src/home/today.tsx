import type { Home } from "@haste/contract/nouns/home";
import { useClock } from "../app/clock.tsx";
import { count } from "../ui/numbers.ts";
import { Section } from "../ui/page.tsx";
import { HourBars } from "../ui/plots/hour-bars.tsx";
import { clockTime, zoneName } from "../ui/time.ts";

/** Today's mails by hour: solid has left, striped is planned. */
export function Today({ today }: { today: Home["today"] }) {
  const { now, zone } = useClock();
  const time = clockTime(now, zone);
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return (
    <Section>
      <HourBars
        hours={around(today.hours)}
        now={hour + minute / 60}
        nowLabel={`now ${time}`}
        caption={
          <>
            <b>{finding(today)}</b> Striped = planned, {zoneName(zone)} time.
          </>
        }
      />
    </Section>
  );
}

function finding({ sent, planned, capacity }: Home["today"]): string {
  const all = sent + planned;
  if (all === 0) return "No mail leaves today.";
  const free = capacity - all;
  const room = free >= 0 ? `${count(free)} below capacity` : `${count(-free)} wait for tomorrow`;
  if (planned === 0) return `All ${count(sent)} of today’s mails have left; ${room}.`;
  return `${count(sent)} of today’s ${count(all)} mails have left; ${room}.`;
}

/** The hours with mail and one on each side; a working day when there is none. */
function around(hours: Home["today"]["hours"]): Home["today"]["hours"] {
  const by = new Map(hours.map((each) => [each.hour, each]));
  const used = hours.filter((each) => each.sent + each.planned > 0).map((each) => each.hour);
  const first = Math.max(0, Math.min(8, ...used));
  const last = Math.min(23, Math.max(17, ...used) + 1);
  return Array.from(
    { length: last - first + 1 },
    (_, at) => by.get(first + at) ?? { hour: first + at, sent: 0, planned: 0 },
  );
}
