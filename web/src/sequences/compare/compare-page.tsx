import { Select } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { paths } from "../../app/paths.ts";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { A } from "../../ui/link.tsx";
import { FilterBar, Page, PageBody, PageHeader, Section, Spacer } from "../../ui/page.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { sequenceKey } from "../queries.ts";
import s from "./compare.module.css";
import { CompareTable } from "./compare-table.tsx";
import { findingOf, linesOf, MOST_COMPARED, type Side, stepLinesOf } from "./figures.ts";

/** Two to four sequences side by side, with the ranges that say whether a difference is one. */
export function ComparePage() {
  const [url, setUrl] = useUrlState();
  const ids = [...new Set((url.ids ?? "").split(",").filter(Boolean))].slice(0, MOST_COMPARED);
  const { sides, error, retry } = useSides(ids);
  const set = (next: readonly string[]) => setUrl({ ids: next.join(",") }, { replace: true });
  return (
    <Page>
      <PageHeader
        icon={<IconRoute size={16} stroke={1.6} />}
        crumbs={[{ label: "Sequences", href: paths.sequences }]}
        title="Side by side"
      />
      <FilterBar>
        <AddSequence ids={ids} onAdd={(id) => set([...ids, id])} />
        <Spacer />
        <A className={s.back} href={paths.sequences}>
          Back to the list
        </A>
      </FilterBar>
      <PageBody label="Side by side">
        {error ? <ErrorState error={error} retry={retry} /> : null}
        {sides === null && !error ? <SkeletonRows rows={10} /> : null}
        {sides?.length === 0 ? (
          <Empty title="Nothing to compare yet" text="Choose two to four sequences in the field above." />
        ) : null}
        {sides && sides.length > 0 ? (
          <>
            <Section>
              <p className={s.finding}>
                {sides.length > 1 ? findingOf(sides) : "Choose another one to compare it with."}
              </p>
              <CompareTable
                label="In all"
                sides={sides}
                lines={linesOf(sides)}
                onRemove={(id) => set(ids.filter((each) => each !== id))}
              />
            </Section>
            <Section title="Email by email" aside="Replies of mails sent; bands are 95 % ranges">
              <CompareTable label="Email by email" sides={sides} lines={stepLinesOf(sides)} />
            </Section>
          </>
        ) : null}
      </PageBody>
    </Page>
  );
}

/** Null until all of them are there: half a comparison says something wrong. */
function useSides(ids: readonly string[]): { sides: Side[] | null; error: unknown; retry: () => void } {
  const sequences = useQueries({
    queries: ids.map((id) => ({
      queryKey: sequenceKey(id),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api("GET /sequences/:id", { params: { id }, query: { include: "stats" }, signal }),
    })),
  });
  const numbers = useQueries({
    queries: ids.map((id) => ({
      queryKey: [...sequenceKey(id), "analytics"],
      queryFn: ({ signal }: { signal: AbortSignal }) => api("GET /sequences/:id/analytics", { params: { id }, signal }),
    })),
  });
  const failed = [...sequences, ...numbers].filter((query) => query.error);
  const sides = ids.flatMap((_, at): Side[] => {
    const [sequence, told] = [sequences[at]?.data, numbers[at]?.data];
    return sequence && told ? [{ sequence, numbers: told }] : [];
  });
  return {
    sides: sides.length === ids.length ? sides : null,
    error: failed[0]?.error ?? null,
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}

function AddSequence({ ids, onAdd }: { ids: readonly string[]; onAdd: (id: string) => void }) {
  const list = useQuery({
    queryKey: ["sequences", "to-compare"],
    queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 200, sort: "name" }, signal }),
  });
  useKeys([
    {
      keys: "/",
      label: "Add a sequence",
      group: "Side by side",
      run: (event) => {
        event.preventDefault();
        document.querySelector<HTMLInputElement>("#add-sequence")?.focus();
      },
    },
  ]);
  const others = (list.data?.data ?? []).filter(({ id, status }) => !ids.includes(id) && status !== "draft");
  const isFull = ids.length >= MOST_COMPARED;
  return (
    <Select
      id="add-sequence"
      size="xs"
      w="min(260px, 50vw)"
      aria-label="Add a sequence"
      placeholder={isFull ? `${MOST_COMPARED} at most` : "Add a sequence…"}
      searchable
      // Enter adds it; opening forgets what an arrow pressed at once had chosen.
      selectFirstOptionOnDropdownOpen
      disabled={isFull}
      // Chosen, it is in the table; the field waits for the next one.
      value={null}
      data={others.map(({ id, name }) => ({ value: id, label: name }))}
      nothingFoundMessage="No other sequence has run yet"
      onChange={(id) => id && onAdd(id)}
    />
  );
}
