import type { RetentionSettings } from "@haste/contract/nouns/retention";
import { Button, Select } from "@mantine/core";
import { useState } from "react";
import { useTimes } from "../../app/clock.tsx";
import { useMe } from "../../app/session.ts";
import { PageBody, Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { Hold } from "./hold.tsx";
import { periodChoices, unitWords } from "./period-words.ts";
import s from "./retention.module.css";
import { type Due, type Kept, type Periods, usePreview, useRetention } from "./retention-queries.ts";
import { Review } from "./review.tsx";

/** How long what is held of people is kept: chosen class by class, counted before it is saved. */
export function Retention() {
  const shown = useRetention();
  return (
    <PageBody label="Retention">
      {shown.error ? <ErrorState error={shown.error} retry={() => void shown.refetch()} /> : null}
      {shown.isPending ? <SkeletonRows rows={8} /> : null}
      {shown.data ? <Settings settings={shown.data} /> : null}
    </PageBody>
  );
}

function Settings({ settings }: { settings: RetentionSettings }) {
  const mayChange = useMe().permissions.includes("members:write");
  const [draft, setDraft] = useState<Periods>({});
  const [isReviewed, setIsReviewed] = useState(false);
  const daysOf = (one: Kept) => draft[one.key] ?? (one.key in draft ? null : one.days);
  const changed = settings.classes.filter((one) => daysOf(one) !== one.days);
  const asked = Object.fromEntries(settings.classes.map((one) => [one.key, daysOf(one)])) as Periods;
  const hasPeriod = settings.classes.some((one) => daysOf(one) !== null);
  const preview = usePreview(hasPeriod ? asked : null);
  const dueOf = ({ key }: Kept) => preview.data?.data.find((due) => due.key === key && due.days === asked[key]);
  return (
    <>
      <Section title="How long things are kept">
        <p className={`second ${s.about}`}>
          Nothing goes by age until you say so, and what went never comes back. Counts and reports stay as they are. Tax
          and commercial law may ask you to keep letters for years: ask somebody who knows yours.
        </p>
        <Hold settings={settings} mayChange={mayChange} />
        <NextRun settings={settings} />
        {preview.error ? <ErrorState error={preview.error} retry={() => void preview.refetch()} /> : null}
        <ul className={s.classes}>
          {settings.classes.map((one) => (
            <Row
              key={one.key}
              kept={one}
              days={daysOf(one)}
              due={dueOf(one)}
              mayChange={mayChange}
              onChange={(days) => setDraft({ ...draft, [one.key]: days })}
            />
          ))}
        </ul>
        {mayChange ? (
          <div className={s.foot}>
            <Button disabled={changed.length === 0} onClick={() => setDraft({})}>
              Discard
            </Button>
            <Button variant="filled" disabled={changed.length === 0} onClick={() => setIsReviewed(true)}>
              Review changes
            </Button>
          </div>
        ) : (
          <p className="second">An admin can change these periods.</p>
        )}
      </Section>
      <Section title="Never removed by age">
        <dl className={s.never}>
          {settings.never.map(({ name, because }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="second">{because}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {isReviewed ? (
        <Review
          changed={changed.map((one) => ({ kept: one, days: daysOf(one) }))}
          onClose={() => setIsReviewed(false)}
          onSaved={() => {
            setDraft({});
            setIsReviewed(false);
          }}
        />
      ) : null}
    </>
  );
}

function NextRun({ settings: { nextRunAt, openRequests, hold } }: { settings: RetentionSettings }) {
  const times = useTimes();
  const people = openRequests === 1 ? "one person" : `${openRequests} people`;
  if (hold !== null) return null;
  return (
    <p className={s.next}>
      {nextRunAt === null ? "Nothing is removed." : `Next run ${times.full(nextRunAt)}, then once a day.`}
      {openRequests === 0 ? "" : ` What is held of ${people} with an open request stays until they are answered.`}
    </p>
  );
}

interface RowProps {
  readonly kept: Kept;
  readonly days: number | null;
  readonly due: Due | undefined;
  readonly mayChange: boolean;
  readonly onChange: (days: number | null) => void;
}

function Row({ kept, days, due, mayChange, onChange }: RowProps) {
  const times = useTimes();
  const { lastRunAt, lastRemoved, unit } = kept;
  return (
    <li className={s.class}>
      <div className={s.words}>
        <strong>{kept.name}</strong>
        <p className="second">Goes: {kept.goes}.</p>
        <p className="second">Stays: {kept.stays}.</p>
      </div>
      <div className={s.period}>
        <Select
          size="xs"
          aria-label={`How long: ${kept.name}`}
          allowDeselect={false}
          disabled={!mayChange}
          value={String(days)}
          data={periodChoices(kept.shortestDays, kept.days)}
          onChange={(next) => onChange(next === null || next === "null" ? null : Number(next))}
        />
        <p className="num" aria-live="polite">
          {days !== null && due === undefined ? "counting …" : null}
          {due === undefined || days === null
            ? null
            : `${due.rows === 0 ? "Nothing" : unitWords(due.rows, kept.unit)} would go now`}
        </p>
        {lastRunAt === null ? null : (
          <p className="second num">
            Last run {times.when(lastRunAt)}: {unitWords(lastRemoved, unit)}
          </p>
        )}
      </div>
    </li>
  );
}
