import type { Job } from "@haste/contract/nouns/operations";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { plural } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { LongWork } from "../../ui/state/long-work.tsx";
import s from "./preflight.module.css";
import { type Shown, useSteer } from "./use-preflights.ts";

interface RunStateProps {
  readonly shown: Shown;
  readonly job: Job | undefined;
  readonly isRunning: boolean;
  readonly sequence: Sequence;
}

const nothing = { done: 0, total: null, ratePerSecond: null, etaSeconds: null };

/** How far it has come, or what keeps its numbers from being the whole truth of now. */
export function RunState({ shown, job, isRunning, sequence }: RunStateProps) {
  const steer = useSteer(shown.id);
  if (steer.error) return <ErrorState error={steer.error} retry={() => steer.reset()} />;
  if (isRunning)
    return (
      <div className={s.state}>
        <LongWork
          title="Writing every email"
          progress={job?.progress ?? nothing}
          aside={<span>{plural(shown.errors, "error", "errors")} so far</span>}
          onCancel={() => steer.mutate("cancel")}
        />
      </div>
    );
  const resume = (
    <Button size="xs" loading={steer.isPending} onClick={() => steer.mutate("resume")}>
      Go on
    </Button>
  );
  if (job?.status === "failed")
    return (
      <Told aside={shown.isStale ? null : resume}>
        It broke off after {plural(shown.people, "person", "people")}: {job.error ?? "nobody knows why."}
      </Told>
    );
  if (shown.finishedAt === null)
    return (
      <Told aside={shown.isStale ? null : resume}>
        It was stopped after {plural(shown.people, "person", "people")}; nobody else was looked at.
      </Told>
    );
  if (!shown.isStale) return null;
  return (
    <Told
      aside={
        <A className="link" href={paths.sequence(sequence.id, "steps")}>
          See the draft
        </A>
      }
    >
      {shown.version === 0
        ? "The draft has changed since: run it again to know about the mails as they are now."
        : "Another version was published since: these are not the mails that leave now."}
    </Told>
  );
}

function Told({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={s.state} data-warn role="status">
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
      <span className={s.said}>{children}</span>
      {aside}
    </div>
  );
}
