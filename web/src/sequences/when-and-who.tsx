import type { ResponseOf } from "@haste/contract/client";
import { api } from "../app/api.ts";
import { count, percent, plural } from "../ui/numbers.ts";
import { Section } from "../ui/page.tsx";
import { BarList } from "../ui/plots/bar-list.tsx";
import { WeekMap } from "../ui/plots/week-map.tsx";
import s from "./when-and-who.module.css";

type Analytics = ResponseOf<"GET /sequences/:id/analytics">;

/** The query that the step table and these sections share. */
export const analyticsQuery = (sequenceId: string) => ({
  queryKey: ["sequences", sequenceId, "analytics"],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api("GET /sequences/:id/analytics", { params: { id: sequenceId }, signal }),
});

const weekdays = {
  mon: "Mondays",
  tue: "Tuesdays",
  wed: "Wednesdays",
  thu: "Thursdays",
  fri: "Fridays",
  sat: "Saturdays",
  sun: "Sundays",
} as const;
const two = (n: number) => String(n).padStart(2, "0");

/** At which hours mails are answered, how soon, and by whom. */
export function WhenAndWho({ analytics }: { analytics: Analytics }) {
  const { engagement, recipientBreakdown: who, period } = analytics;
  return (
    <>
      <Section
        title="When"
        aside={
          engagement.hoursOf === "readers"
            ? "Hours on each reader’s own clock"
            : `Hours in ${period.timezone.replaceAll("_", " ")}`
        }
      >
        <WeekMap cells={engagement.hours} caption={findingOf(engagement)} />
        <dl className={s.pace}>
          <Pace
            label="First open"
            mean={engagement.avgTimeToOpen}
            median={engagement.medianTimeToOpen}
            unitMs={60_000}
          />
          <Pace
            label="Reply"
            mean={engagement.avgTimeToReply}
            median={engagement.medianTimeToReply}
            unitMs={3_600_000}
          />
        </dl>
      </Section>
      <Section
        title="Who"
        aside={who.people === 10_000 ? "The newest 10,000 people" : plural(who.people, "person", "people")}
      >
        <div className={s.who}>
          <div>
            <h3>Most they did</h3>
            <BarList
              label="People by the most they did"
              of={who.people}
              rows={(["replied", "clicked", "opened", "none"] as const).map((key) => ({
                label: did[key],
                n: who.byEngagement[key] ?? 0,
              }))}
            />
          </div>
          <Top title="Titles" of={who.people} by={who.byTitle} />
          <Top title="Industries" of={who.people} by={who.byIndustry} />
        </div>
      </Section>
    </>
  );
}

const did = { replied: "Replied", clicked: "Clicked", opened: "Opened", none: "Nothing yet" } as const;

function findingOf({ bestSendTimes: [best], hours }: Analytics["engagement"]) {
  const sent = hours.reduce((sum, hour) => sum + hour.sent, 0);
  if (best === undefined)
    return <>Nobody has answered yet: there is no best hour. Striped hours have fewer than 30 mails.</>;
  const when = `${weekdays[best.weekday]} at ${two(best.hour)}:00`;
  if (!best.isSupported)
    return (
      <>
        <b>No hour stands out.</b> {when} lead with {count(best.replied)} of {count(best.sent)}, which chance explains
        as well. {count(sent)} mails; striped hours have fewer than 30.
      </>
    );
  return (
    <>
      <b>
        Mails of {when} are answered most: {percent(best.replyRate)}.
      </b>{" "}
      {count(best.replied)} of {count(best.sent)} there, {count(sent)} mails in all; striped hours have fewer than 30.
    </>
  );
}

function Pace(props: { label: string; mean: number | null; median: number | null; unitMs: number }) {
  if (props.median === null || props.mean === null) return null;
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>
        half within <b>{lengthOf(props.median * props.unitMs)}</b>, {lengthOf(props.mean * props.unitMs)} on average
      </dd>
    </div>
  );
}

/** `40 s`, `12 min`, `5.3 h`, `2.1 days`. */
function lengthOf(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1) return `${Math.round(ms / 1_000)} s`;
  if (minutes < 100) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 48 ? `${hours.toFixed(1)} h` : `${(hours / 24).toFixed(1)} days`;
}

function Top({ title, of, by }: { title: string; of: number; by: Readonly<Record<string, number>> }) {
  const rows = Object.entries(by)
    .map(([label, n]) => ({ label, n }))
    .toSorted((one, other) => other.n - one.n)
    .slice(0, 6);
  if (rows.length === 0) return null;
  return (
    <div>
      <h3>{title}</h3>
      <BarList label={`People by ${title.toLowerCase()}`} of={of} rows={rows} />
    </div>
  );
}
