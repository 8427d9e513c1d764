import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { IconPlus, IconRoute } from "@tabler/icons-react";
import { useMemo } from "react";
import { api } from "../app/api.ts";
import { paths } from "../app/paths.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { BulkBar } from "../ui/list/bulk-bar.tsx";
import { useRowSelection } from "../ui/list/row-select.ts";
import { Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { count } from "../ui/numbers.ts";
import { FilterBar, KeyBar, Page, PageHeader, PageTabs, Spacer } from "../ui/page.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { useSequenceColumns } from "./list-columns.tsx";
import { NewSequence } from "./new-sequence.tsx";
import { useSequenceDeeds } from "./queries.ts";

const views = [
  { id: "all", label: "All" },
  { id: "active", label: "Active" },
  { id: "paused", label: "Paused" },
  { id: "draft", label: "Drafts" },
  { id: "completed", label: "Completed" },
  { id: "archived", label: "Archived" },
] as const;

/** Every sequence with its state and reason; what needs attention first. */
export function SequencesPage() {
  const [url, setUrl] = useUrlState();
  const view = url.view ?? "all";
  const q = url.q ?? "";
  const list = useSequenceList(view, q);
  const selection = useRowSelection();
  const deeds = useSequenceDeeds();
  const columns = useSequenceColumns(list.rows);
  const chosen = list.rows.filter((row) => selection.has(row.id));
  function toggle(row: Sequence) {
    if (row.status === "active") deeds.pause.mutate({ id: row.id });
    else if (row.status === "paused") deeds.activate.mutate({ id: row.id });
  }
  return (
    <Page>
      <PageHeader
        icon={<IconRoute size={16} stroke={1.6} />}
        title="Sequences"
        actions={
          <Button
            variant="filled"
            leftSection={<IconPlus size={16} stroke={1.6} />}
            rightSection={<Kbd keys="c" on />}
            onClick={() => setUrl({ new: "gallery" })}
          >
            New sequence
          </Button>
        }
      />
      <PageTabs
        label="Views"
        active={view}
        tabs={views.map((each) => ({
          ...each,
          href: each.id === "all" ? paths.sequences : `${paths.sequences}?view=${each.id}`,
          ...(each.id === view && list.total !== undefined ? { count: count(list.total) } : {}),
        }))}
      />
      {selection.ids.size > 0 ? (
        <BulkBar selection={selection} noun={["sequence", "sequences"]}>
          <Button onClick={() => chosen.filter((row) => row.status === "active").forEach(toggle)}>Pause</Button>
          <Button onClick={() => chosen.filter((row) => row.status === "paused").forEach(toggle)}>Resume</Button>
          <Button
            onClick={() => {
              for (const row of chosen) deeds.archive.mutate({ id: row.id, name: row.name });
              selection.clear();
            }}
          >
            Archive
          </Button>
        </BulkBar>
      ) : (
        <FilterBar>
          <SearchField value={q} label="Find a sequence" onSearch={(text) => setUrl({ q: text }, { replace: true })} />
          <Spacer />
          <span className="quiet wide" style={{ fontSize: 12 }}>
            {list.complete && list.rows.length > 1 ? "What needs attention first, then next mail" : "Newest first"}
          </span>
        </FilterBar>
      )}
      <ListBody
        list={list}
        view={view}
        q={q}
        onClear={() => setUrl({ q: null, view: null })}
        onNew={() => setUrl({ new: "gallery" })}
      >
        <Rows
          label="Sequences"
          rows={list.rows}
          rowId={(row) => row.id}
          columns={columns}
          href={(row) => paths.sequence(row.id)}
          subline={(row) => row.statusReason ?? `${count(row.stats?.active)} active · ${count(row.stats?.sent)} sent`}
          sublineBelow={560}
          selection={selection}
          onEnd={list.loadMore}
          verbs={[{ keys: "p", label: "Pause or resume", run: toggle }]}
        />
      </ListBody>
      <KeyBar
        keys={[
          ["j k", "move"],
          ["x", "select"],
          ["Enter", "open"],
          ["p", "pause"],
          ["?", "all keys"],
        ]}
      >
        <Totals rows={list.rows} total={list.total} />
      </KeyBar>
      {url.new ? <NewSequence onClose={() => setUrl({ new: null }, { replace: true })} /> : null}
    </Page>
  );
}

type SequenceList = ReturnType<typeof useSequenceList>;

function ListBody(props: {
  list: SequenceList;
  view: string;
  q: string;
  onClear: () => void;
  onNew: () => void;
  children: React.ReactNode;
}) {
  const { list, view, q } = props;
  const { query } = list;
  if (query.error && list.rows.length === 0)
    return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <SkeletonRows rows={10} />;
  if (list.rows.length > 0) return props.children;
  if (q || view !== "all")
    return (
      <Empty
        title="No sequence fits"
        text={q ? `None is called “${q}”${view === "all" ? "" : " in this view"}.` : "None is in this view."}
      >
        <Button onClick={props.onClear}>Show all</Button>
      </Empty>
    );
  return (
    <Empty
      icon={<IconRoute size={28} stroke={1.4} />}
      title="A sequence is a few mails with time between them"
      text="It writes to each person from your own mailbox and stops the moment they answer."
    >
      <Button onClick={props.onNew}>New sequence</Button>
    </Empty>
  );
}

function Totals({ rows, total }: { rows: readonly Sequence[]; total: number | undefined }) {
  const active = rows.reduce((sum, row) => sum + (row.stats?.active ?? 0), 0);
  return (
    <span>
      <span>
        {count(total ?? rows.length)} {rows.length === 1 ? "sequence" : "sequences"} ·{" "}
        <b style={{ fontWeight: 550 }}>{count(active)}</b> people active
      </span>
    </span>
  );
}

function useSequenceList(view: string, q: string) {
  const list = usePages<Sequence>(["sequences", "list", view, q], (cursor, signal) =>
    api("GET /sequences", {
      query: {
        include: "stats,total",
        limit: 100,
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(view === "archived" ? { "filter[archived]": "true" as const } : {}),
        ...(view !== "all" && view !== "archived" ? { "filter[status]": view } : {}),
      },
      signal,
    }),
  );
  const complete = !list.query.hasNextPage;
  const rows = useMemo(() => (complete ? [...list.rows].sort(byAttention) : list.rows), [complete, list.rows]);
  return { ...list, rows, complete };
}

/** Paused ones and those with a remark first, then who mails next, then drafts, then what is over. */
function byAttention(a: Sequence, b: Sequence): number {
  return rank(a) - rank(b) || (a.stats?.nextMailAt ?? "9").localeCompare(b.stats?.nextMailAt ?? "9");
}

function rank(sequence: Sequence): number {
  if (sequence.status === "paused") return 0;
  if (sequence.status === "active") return sequence.statusReason ? 1 : 2;
  return sequence.status === "draft" ? 3 : 4;
}
