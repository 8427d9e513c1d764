import type { SecondOpinionSettings } from "@haste/contract/nouns/second-opinions";
import { Button } from "@mantine/core";
import { useTimes } from "../../app/clock.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { useTry } from "./opinion-queries.ts";
import s from "./second-opinion.module.css";

/** Sends a made-up reply to the model as it was saved, and shows what came back and how long it took. */
export function TryModel({ opinions: { sample, tried } }: { opinions: SecondOpinionSettings }) {
  const attempt = useTry();
  return (
    <section className={s.form} aria-label="Try the model">
      <p className="quiet">A try sends this made-up reply to the saved address and counts as one question:</p>
      <blockquote className={s.sample}>{sample}</blockquote>
      <div>
        <Button loading={attempt.isRunning} onClick={() => attempt.start.mutate()}>
          Try it
        </Button>
      </div>
      {attempt.error ? <ErrorState error={attempt.error} /> : null}
      <div aria-live="polite">
        {attempt.isRunning ? <p>Waiting for the model, a minute at most.</p> : <Came tried={tried} />}
      </div>
    </section>
  );
}

function Came({ tried }: Pick<SecondOpinionSettings, "tried">) {
  const times = useTimes();
  if (tried === null) return null;
  const took = tried.latencyMs < 1_000 ? `${tried.latencyMs} ms` : `${(tried.latencyMs / 1_000).toFixed(1)} s`;
  if (tried.class === null) {
    return (
      <p className={s.came} data-tone="warn">
        {tried.detail} It took {took}, {times.when(tried.at)}.
      </p>
    );
  }
  return (
    <p className={s.came} data-tone="good">
      It read {tried.class.replaceAll("_", " ")} and is {Math.round((tried.confidence ?? 0) * 100)} % sure. It took{" "}
      {took}, {times.when(tried.at)}.
    </p>
  );
}
