import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, SegmentedControl, Select } from "@mantine/core";
import { IconDice3, IconPlayerPlay, IconRefresh, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams, useRouter } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { useTimes } from "../../app/clock.tsx";
import { paths } from "../../app/paths.ts";
import { membersQuery, segmentsQuery } from "../../app/segments.ts";
import { plural } from "../../ui/numbers.ts";
import { FilterBar, Page, PageBody, PageHeader, Spacer } from "../../ui/page.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { LongWork } from "../../ui/state/long-work.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { useSequence } from "../queries.ts";
import { Found } from "./found.tsx";
import s from "./simulate.module.css";
import { type Choice, type Run, useSimulation } from "./use-simulation.ts";
import { type Wishes, type WishName, whatIfOf, wishesIn } from "./what-if.ts";

const FIRST_SEED = "1";

/** What a sequence would do with people, before anybody is enrolled: the planner itself, over a clock that is not real. */
export function SimulatePage() {
  const { sequenceId = "" } = useParams({ strict: false });
  const sequence = useSequence(sequenceId);
  if (sequence.data) return <Loaded key={sequenceId} sequence={sequence.data} />;
  return (
    <Page>
      <PageHeader crumbs={[{ label: "Sequences", href: paths.sequences }]} title="Simulate" />
      <PageBody label="Simulation">
        {sequence.error ? <ErrorState error={sequence.error} /> : <SkeletonRows rows={6} />}
      </PageBody>
    </Page>
  );
}

function Loaded({ sequence }: { sequence: Sequence }) {
  const router = useRouter();
  const [url, setUrl] = useUrlState();
  const times = useTimes();
  const q = url.q ?? "";
  const version = url.version === "published" || url.version === "draft" ? url.version : undefined;
  const segmentId = url.segment;
  const people = usePeopleFound(q, segmentId);
  const wishes = wishesIn(url);
  const whatIf = whatIfOf(wishes, sequence.settings);
  const choice: Choice = {
    ...(segmentId ? { segmentId } : { filter: q ? { q } : {} }),
    seed: url.seed ?? FIRST_SEED,
    ...(version ? { version } : {}),
    ...(whatIf ? { whatIf } : {}),
  };
  const run = useSimulation(sequence.id, choice, people !== undefined && people !== 0);
  const { simulation } = run;
  const again = () => setUrl({ seed: nextSeed(url.seed) }, { replace: true });
  return (
    <Page>
      <PageHeader
        crumbs={[
          { label: "Sequences", href: paths.sequences },
          { label: sequence.name, href: paths.sequence(sequence.id, "steps") },
        ]}
        title="Simulate"
        meta={
          simulation ? (
            <span className={s.seed}>
              Seed {simulation.seed} · starts {times.full(simulation.from)}
            </span>
          ) : null
        }
        actions={
          <Button
            variant="filled"
            leftSection={<IconUsers size={16} stroke={1.6} />}
            onClick={() =>
              router.history.push(segmentId ? paths.enrollSegment(sequence.id, segmentId) : paths.enroll(sequence.id))
            }
          >
            Enroll people…
          </Button>
        }
      />
      <FilterBar>
        <SearchField
          value={q}
          onSearch={(text) => setUrl({ q: text, segment: null })}
          label="All contacts, or a search"
          width={240}
        />
        <SegmentChoice value={segmentId ?? null} onChange={(id) => setUrl({ segment: id, q: null })} />
        <span className="second num">{people == null ? "" : plural(people, "person", "people")}</span>
        {sequence.publishedVersion !== null && sequence.hasUnpublishedChanges ? (
          <SegmentedControl
            aria-label="Which version"
            value={version ?? "published"}
            onChange={(value) => setUrl({ version: value })}
            data={[
              { value: "published", label: `Version ${sequence.publishedVersion}` },
              { value: "draft", label: "Draft" },
            ]}
          />
        ) : null}
        <Spacer />
        <Button leftSection={<IconDice3 size={16} stroke={1.6} />} onClick={again}>
          Another seed
        </Button>
        <Button leftSection={<IconRefresh size={16} stroke={1.6} />} loading={run.isRunning} onClick={run.again}>
          Run again
        </Button>
      </FilterBar>
      <Outcome
        sequence={sequence}
        run={run}
        people={people}
        wishes={wishes}
        onWish={(name, value) => setUrl({ [name]: value }, { replace: true })}
      />
    </Page>
  );
}

interface OutcomeProps {
  readonly sequence: Sequence;
  readonly run: Run;
  /** null: a segment, whose members nobody counted yet. */
  readonly people: number | null | undefined;
  readonly wishes: Wishes;
  readonly onWish: (name: WishName, value: string | null) => void;
}

function Outcome({ sequence, run, people, wishes, onWish }: OutcomeProps) {
  if (people === 0)
    return (
      <Empty
        icon={<IconPlayerPlay size={28} stroke={1.4} />}
        title="Nobody to simulate with"
        text="A simulation sends real contacts through the sequence, without a mail leaving. No contact matches."
      />
    );
  if (run.error) return <ErrorState error={run.error} retry={run.again} />;
  return (
    <>
      {run.job && run.isRunning ? <LongWork title="Simulating" progress={run.job.progress} /> : null}
      {run.simulation ? (
        <Found {...{ sequence, wishes, onWish }} simulation={run.simulation} isStale={run.isRunning} />
      ) : (
        <SkeletonRows rows={8} />
      )}
    </>
  );
}

/** Whom a segment means, in place of a search; nothing to choose from, nothing to see. */
function SegmentChoice({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const segments = useQuery(segmentsQuery).data?.data ?? [];
  if (segments.length === 0) return null;
  return (
    <Select
      size="xs"
      w={210}
      aria-label="Segment"
      placeholder="Any segment"
      searchable
      clearable
      value={value}
      data={segments.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={onChange}
    />
  );
}

/** Null: too many to count at once. */
function usePeopleFound(q: string, segmentId: string | undefined): number | null | undefined {
  const members = useQuery({ ...membersQuery(segmentId ?? ""), enabled: segmentId !== undefined });
  const found = useQuery({
    enabled: segmentId === undefined,
    queryKey: ["contacts", "how many", q],
    queryFn: ({ signal }) =>
      api("GET /contacts", { query: { limit: 1, include: "total", ...(q ? { q } : {}) }, signal }),
  });
  return segmentId === undefined ? (found.data?.page.total ?? undefined) : members.data;
}

/** Counts up and stands in the address, so that a colleague who is sent it sees the same. */
function nextSeed(seed: string | undefined): string {
  return String((Number(seed ?? FIRST_SEED) || 0) + 1);
}
