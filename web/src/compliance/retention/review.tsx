import { Button, Modal } from "@mantine/core";
import { useTimes } from "../../app/clock.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { toastDone } from "../../ui/toast.tsx";
import c from "../compliance.module.css";
import { periodWords, unitWords } from "./period-words.ts";
import s from "./retention.module.css";
import { type Due, type Kept, type Periods, useChangeRetention, usePreview } from "./retention-queries.ts";

interface Changed {
  readonly kept: Kept;
  readonly days: number | null;
}

interface ReviewProps {
  readonly changed: readonly Changed[];
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** What the new periods would take, before anybody agrees to them. */
export function Review({ changed, onClose, onSaved }: ReviewProps) {
  const periods = Object.fromEntries(changed.map(({ kept, days }) => [kept.key, days])) as Periods;
  const preview = usePreview(periods);
  const save = useChangeRetention(() => {
    toastDone("Saved. The first run comes in a day; until then you can change your mind.");
    onSaved();
  });
  const isCounted = preview.data !== undefined && !preview.isPlaceholderData;
  return (
    <Modal opened onClose={onClose} title="What would go" size={560}>
      <div className={c.form}>
        {preview.error ? <ErrorState error={preview.error} retry={() => void preview.refetch()} /> : null}
        {isCounted ? null : <SkeletonRows rows={3} />}
        {isCounted
          ? changed.map((one) => (
              <Change
                key={one.kept.key}
                changed={one}
                due={preview.data.data.find(({ key }) => key === one.kept.key)}
              />
            ))
          : null}
        <p className="second">Nothing goes before tomorrow, and nothing that went can be brought back.</p>
        {save.error ? <ErrorState error={save.error} /> : null}
        <div className={c.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            data-autofocus
            disabled={!isCounted}
            loading={save.isPending}
            onClick={() => save.mutate({ periods })}
          >
            Save periods
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function Change({ changed: { kept, days }, due }: { changed: Changed; due: Due | undefined }) {
  const times = useTimes();
  return (
    <section className={s.change} aria-label={kept.name}>
      <strong>{kept.name}</strong>
      <p>
        {periodWords(kept.days)} → {periodWords(days)}
      </p>
      {due === undefined ? <p className="second">Nothing of it goes any more.</p> : null}
      {due === undefined || due.rows > 0 ? null : (
        <p className="second">Nothing is older than {times.full(due.before)}.</p>
      )}
      {due === undefined || due.rows === 0 ? null : (
        <>
          <p>
            <span className="num">{unitWords(due.rows, kept.unit)}</span>, the oldest of {times.full(due.oldestAt)}.
          </p>
          <ul className={s.examples}>
            {due.examples.map(({ at, words }) => (
              <li key={`${at} ${words}`}>
                <span className="second num">{times.when(at)}</span> <span dir="auto">{words}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
