import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Select } from "@mantine/core";
import { IconArrowRight, IconPlus, IconRoute } from "@tabler/icons-react";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { paths } from "../app/paths.ts";
import { useSavedViews } from "../app/views/use-saved-views.ts";
import { type KeptList, ViewMenu } from "../app/views/view-menu.tsx";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useRowSelection } from "../ui/list/row-select.ts";
import { Rows } from "../ui/list/rows.tsx";
import type { RowVerb } from "../ui/list/rows-props.ts";
import { count } from "../ui/numbers.ts";
import { FilterBar, KeyBar, Page, PageHeader, PageTabs, Spacer } from "../ui/page.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { ArchiveDialog } from "./archive-dialog.tsx";
import { BulkActions } from "./bulk-actions.tsx";
import { type DeedName, deeds } from "./deeds.tsx";
import { useSequenceColumns } from "./list-columns.tsx";
import { NewSequence } from "./new-sequence.tsx";
import { RefusedRows } from "./outcome.tsx";
import s from "./sequences.module.css";
import { standingOf } from "./standing.ts";
import { useBulk } from "./use-bulk.ts";
import { orders, useChosen, useSequenceList, views } from "./use-sequence-list.ts";
import { ColumnMenu } from "./views/column-menu.tsx";
import { columnsOf, hrefOf, isShown, tabsOf, viewOf } from "./views/list-address.ts";

const kept: KeptList = {
  screen: "sequences",
  keeps: "It keeps search, filter, order and columns; the list itself stays live.",
  ...{ viewOf, isShown, hrefOf },
};

/** Every sequence with its state, the reason and the next step; what needs a person first. */
export function SequencesPage() {
  const [url, setUrl] = useUrlState();
  const { q = "" } = url;
  // An address typed by hand, or that of the next screen while this one is leaving, may name what is no view or order here.
  const view = views.find((each) => each.id === url.view)?.id ?? "all";
  const sort = orders.find((each) => each.value === url.sort)?.value ?? orders[0].value;
  const list = useSequenceList(view, q, sort);
  const selection = useRowSelection();
  const chosen = useChosen(list.rows, selection);
  const bulk = useBulk();
  const [archiving, setArchiving] = useState<readonly Sequence[]>([]);
  async function run(name: DeedName, rows: readonly Sequence[]) {
    setArchiving([]);
    const { done } = await bulk.run(name, rows);
    selection.setAll(
      done.map((row) => row.id),
      false,
    );
  }
  const start = (name: DeedName, rows: readonly Sequence[]) =>
    name === "archive" ? setArchiving(rows) : void run(name, rows);
  const shown = columnsOf(url);
  const columns = useSequenceColumns(list.rows, (row) => start("activate", [row])).filter(
    ({ id }) => id === "name" || shown === null || shown.includes(id.replace("-short", "")),
  );
  const saved = useSavedViews("sequences");
  const verbs = useVerbs(start);
  const openGallery = () => setUrl({ new: "gallery" });
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
            onClick={openGallery}
          >
            New sequence
          </Button>
        }
      />
      <PageTabs label="Views" {...tabsOf({ address: url, view, saved, total: list.total })} />
      {selection.ids.size > 0 ? (
        <BulkActions
          chosen={chosen}
          selection={selection}
          running={bulk.isRunning ? bulk.outcome : null}
          onDeed={start}
        />
      ) : (
        <FilterBar>
          <SearchField value={q} label="Find a sequence" onSearch={(text) => setUrl({ q: text }, { replace: true })} />
          <Spacer />
          <ColumnMenu />
          <ViewMenu saved={saved} list={kept} />
          <Select
            size="xs"
            w={180}
            aria-label="Order"
            allowDeselect={false}
            value={sort}
            data={[...orders]}
            onChange={(value) => setUrl({ sort: value === orders[0].value ? null : value }, { replace: true })}
          />
        </FilterBar>
      )}
      <ListBody
        list={list}
        view={view}
        q={q}
        onClear={() => setUrl({ q: null, view: null, saved: null })}
        onNew={openGallery}
      >
        <Rows
          label="Sequences"
          rows={list.rows}
          rowId={(row) => row.id}
          columns={columns}
          href={(row) => paths.sequence(row.id)}
          subline={sublineOf}
          sublineBelow={560}
          selection={selection}
          onEnd={list.loadMore}
          verbs={verbs}
          menu
        />
      </ListBody>
      {bulk.isRunning ? null : <RefusedRows outcome={bulk.outcome} onDismiss={bulk.dismiss} />}
      <Foot rows={list.rows} total={list.total} />
      {url.new ? <NewSequence onClose={() => setUrl({ new: null }, { replace: true })} /> : null}
      {archiving.length > 0 ? (
        <ArchiveDialog
          rows={archiving}
          onArchive={() => void run("archive", archiving)}
          onPause={() => void run("pause", archiving)}
          onClose={() => setArchiving([])}
        />
      ) : null}
    </Page>
  );
}

const toggleWords: Record<Sequence["status"], string> = {
  active: "Pause",
  draft: "Activate",
  paused: "Resume",
  completed: "Resume",
};

const toggleOf = (row: Sequence): DeedName => (deeds.pause.fits(row) ? "pause" : "activate");

/** What can be done with the row that has the focus, by its key or from its menu. */
function useVerbs(start: (name: DeedName, rows: readonly Sequence[]) => void): RowVerb<Sequence>[] {
  const router = useRouter();
  return [
    {
      keys: "n",
      label: "Do what it waits for",
      icon: () => <IconArrowRight size={16} stroke={1.6} />,
      word: (row) => standingOf(row).next?.label ?? "",
      fits: (row) => standingOf(row).next?.href !== undefined,
      run: (row) => router.history.push(standingOf(row).next?.href ?? paths.sequence(row.id)),
    },
    {
      keys: "p",
      label: "Pause or resume",
      icon: (row) => deeds[toggleOf(row)].icon,
      word: (row) => toggleWords[row.status],
      fits: (row) => !row.archivedAt,
      run: (row) => start(toggleOf(row), [row]),
    },
    {
      keys: "d",
      label: deeds.duplicate.label,
      icon: () => deeds.duplicate.icon,
      run: (row) => start("duplicate", [row]),
    },
    {
      keys: "e",
      label: deeds.archive.label,
      icon: () => deeds.archive.icon,
      fits: deeds.archive.fits,
      run: (row) => start("archive", [row]),
    },
  ];
}

function sublineOf(row: Sequence): string {
  const { word, reason } = standingOf(row);
  return word ?? row.statusReason ?? reason ?? `${count(row.stats?.active)} active · ${count(row.stats?.sent)} sent`;
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

/** What the list counts, what its small plots mean, and the keys that work it. */
function Foot({ rows, total }: { rows: readonly Sequence[]; total: number | undefined }) {
  const active = rows.reduce((sum, row) => sum + (row.stats?.active ?? 0), 0);
  return (
    <KeyBar
      keys={[
        ["j k", "move"],
        ["x", "select"],
        ["Enter", "open"],
        ["p", "pause"],
        ["m", "menu"],
        ["?", "all keys"],
      ]}
    >
      <span>
        <span>
          {count(total ?? rows.length)} {rows.length === 1 ? "sequence" : "sequences"} ·{" "}
          <b style={{ fontWeight: 550 }}>{count(active)}</b> people active
        </span>
      </span>
      <span className={s.key}>
        14 days: <i /> sent
      </span>
      <span className={s.key}>
        <i data-replies /> answered
      </span>
    </KeyBar>
  );
}
