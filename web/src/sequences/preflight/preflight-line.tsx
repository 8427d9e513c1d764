import type { Preflight } from "@haste/contract/nouns/preflights";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconPlaneInflight } from "@tabler/icons-react";
import { useTimes } from "../../app/clock.tsx";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { count, plural } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { LongWork } from "../../ui/state/long-work.tsx";
import s from "./preflight.module.css";
import { usePreflight, usePreflights, useStart, useSteer, type Whom } from "./use-preflights.ts";

/** What the last pre-flight found, for whoever is about to let mails leave; it offers one and forbids nothing. */
export function PreflightLine({ sequence }: { sequence: Sequence }) {
  const list = usePreflights(sequence.id);
  const newest = list.data?.data[0];
  const { read, job, isRunning } = usePreflight(newest?.id);
  const start = useStart(sequence.id, () => undefined);
  const steer = useSteer(newest?.id ?? "");
  if (start.error) return <ErrorState error={start.error} retry={() => start.reset()} />;
  if (list.error) return <ErrorState error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return null;
  if (isRunning && job)
    return (
      <div className={s.line}>
        <LongWork title="Pre-flight" progress={job.progress} onCancel={() => steer.mutate("cancel")} />
      </div>
    );
  const shown = read.data ?? newest;
  const isOld = !shown || shown.isStale || shown.finishedAt === null;
  const Icon = iconOf(shown);
  return (
    <div className={s.line} data-found={toneOf(shown)}>
      <Icon size={16} stroke={1.6} aria-hidden="true" />
      <Words shown={shown} />
      {shown ? (
        <A className="link" href={paths.preflight(sequence.id)}>
          {shown.errors + shown.warnings > 0 ? "See them" : "See it"}
        </A>
      ) : null}
      {isOld ? (
        <Button size="xs" loading={start.isPending} onClick={() => start.mutate(usualWhom(sequence))}>
          {shown ? "Run it again" : "Run it"}
        </Button>
      ) : null}
    </div>
  );
}

/** Whoever is on the way; before anybody is, all contacts. */
function usualWhom({ stats }: Sequence): Whom {
  return stats && stats.active + stats.paused > 0 ? {} : { filter: {} };
}

type Tone = "errors" | "clean" | undefined;

function toneOf(shown: Preflight | undefined): Tone {
  if (!shown || shown.isStale || shown.finishedAt === null) return undefined;
  return shown.errors > 0 ? "errors" : "clean";
}

function iconOf(shown: Preflight | undefined) {
  const icons = { errors: IconAlertTriangle, clean: IconCircleCheck };
  const tone = toneOf(shown);
  return tone === undefined ? IconPlaneInflight : icons[tone];
}

function Words({ shown }: { shown: Preflight | undefined }) {
  const times = useTimes();
  if (!shown)
    return (
      <span className={s.found}>
        No pre-flight yet: every email of everybody, written and checked before one leaves.
      </span>
    );
  const at = times.when(shown.createdAt);
  const { errors, warnings, people, peopleWithErrors } = shown;
  const found =
    errors > 0
      ? `${plural(errors, "error", "errors")}, ${count(peopleWithErrors)} of ${plural(people, "person", "people")} would not get every mail`
      : `everybody of ${count(people)} gets every mail${warnings > 0 ? `, ${plural(warnings, "warning", "warnings")}` : ""}`;
  if (shown.finishedAt === null)
    return <span className={s.found}>The pre-flight of {at} was stopped before its end.</span>;
  return (
    <span className={s.found}>
      Pre-flight, {at}: {found}.{shown.isStale ? " The draft has changed since." : ""}
    </span>
  );
}
