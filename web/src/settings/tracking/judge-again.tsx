import type { Job } from "@haste/contract/nouns/operations";
import { Button } from "@mantine/core";
import { useTimes } from "../../app/clock.tsx";
import { isUnderWay } from "../../app/use-job.ts";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { LongWork } from "../../ui/state/long-work.tsx";
import s from "./judge-again.module.css";
import { judgedWords } from "./judged-words.ts";
import { useJudging } from "./tracking-queries.ts";

/** What was stored by older rules, judged by today's. */
export function JudgeAgain({ rules }: { rules: number }) {
  const { job, start, cancel, error } = useJudging();
  const isRunning = isUnderWay(job);
  return (
    <Section title="People and machines" aside={`version ${rules} of the rules`}>
      <div className={s.all}>
        <p className="quiet">
          Each open and click keeps the verdict it got when it came: a person’s, a machine’s, or unknown. What older
          rules judged can be judged by today’s. Counts and rates follow; whom a verdict has already stopped or moved
          stays where they are.
        </p>
        {job && isRunning ? (
          <LongWork title="Judging again" progress={job.progress} onCancel={() => cancel.mutate(job.id)} />
        ) : null}
        {job && !isRunning ? <Outcome job={job} /> : null}
        {error ? <ErrorState error={error} /> : null}
        <div>
          <Button loading={start.isPending} disabled={isRunning} onClick={() => start.mutate()}>
            Judge again by version {rules}
          </Button>
        </div>
      </div>
    </Section>
  );
}

function Outcome({ job }: { job: Job }) {
  const times = useTimes();
  return (
    <p role="status">
      {judgedWords(job)} <span className="quiet">{times.when(job.updatedAt)}</span>
    </p>
  );
}
