import type { Sequence } from "@haste/contract/nouns/sequences";
import { IconPlaneInflight } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import { paths } from "../../app/paths.ts";
import { Page, PageBody, PageHeader } from "../../ui/page.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { Problems } from "../problems.tsx";
import { useSequence } from "../queries.ts";
import { CohortBar } from "./cohort-bar.tsx";
import { Found } from "./found.tsx";
import { RunChoice } from "./run-choice.tsx";
import { RunState } from "./run-state.tsx";
import { usePreflight, usePreflights, useStart } from "./use-preflights.ts";

/** Every email of everybody, rendered and checked before anybody gets one. */
export function PreflightPage() {
  const { sequenceId = "" } = useParams({ strict: false });
  const sequence = useSequence(sequenceId);
  if (sequence.data) return <Loaded key={sequenceId} sequence={sequence.data} />;
  return (
    <Page>
      <PageHeader crumbs={[{ label: "Sequences", href: paths.sequences }]} title="Pre-flight" />
      <PageBody label="Pre-flight">
        {sequence.error ? (
          <ErrorState error={sequence.error} retry={() => void sequence.refetch()} />
        ) : (
          <SkeletonRows rows={6} />
        )}
      </PageBody>
    </Page>
  );
}

function Loaded({ sequence }: { sequence: Sequence }) {
  const [url, setUrl] = useUrlState();
  const list = usePreflights(sequence.id);
  const known = list.data?.data ?? [];
  const id = known.some((each) => each.id === url.run) ? url.run : known[0]?.id;
  const { read, job, isRunning } = usePreflight(id);
  const shown = read.data;
  const start = useStart(sequence.id, () =>
    setUrl({ run: null, person: null, code: null, severity: null, about: null }, { replace: true }),
  );
  const error = list.error ?? read.error;
  return (
    <Page>
      <PageHeader
        crumbs={[
          { label: "Sequences", href: paths.sequences },
          { label: sequence.name, href: paths.sequence(sequence.id, "steps") },
        ]}
        title="Pre-flight"
        meta={shown ? <RunChoice preflights={known} shown={shown} onChoose={(run) => setUrl({ run })} /> : null}
      />
      <CohortBar
        sequence={sequence}
        isRunning={isRunning}
        isStarting={start.isPending}
        isFirst={known.length === 0}
        onRun={(whom) => start.mutate(whom)}
      />
      {start.error ? (
        <Problems
          sequence={sequence}
          error={start.error}
          warnings={[]}
          onOverride={() => undefined}
          onDismiss={() => start.reset()}
        />
      ) : null}
      {error ? <ErrorState error={error} retry={() => void (list.error ? list : read).refetch()} /> : null}
      {shown ? <RunState shown={shown} job={job} isRunning={isRunning} sequence={sequence} /> : null}
      {shown ? <Found sequence={sequence} shown={shown} isRunning={isRunning} /> : null}
      {list.isPending || (id !== undefined && read.isPending) ? <SkeletonRows rows={8} /> : null}
      {list.data && known.length === 0 ? (
        <Empty
          icon={<IconPlaneInflight size={28} stroke={1.4} />}
          title="No pre-flight yet"
          text="It writes every email of everybody you choose, as sending would, and lists what is wrong: values that are missing, broken links, people who must not be mailed. Nothing is sent."
        />
      ) : null}
    </Page>
  );
}
