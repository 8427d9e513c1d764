import type { Segment } from "@haste/contract/nouns/segments";
import { Button } from "@mantine/core";
import { IconFilter, IconPlus, IconUsers } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { membersQuery } from "../../app/segments.ts";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { type Column, Rows } from "../../ui/list/rows.tsx";
import { usePages } from "../../ui/list/use-pages.ts";
import { count, plural } from "../../ui/numbers.ts";
import { FilterBar, KeyBar, Page, PageHeader, Spacer, Split } from "../../ui/page.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { Empty } from "../../ui/state/empty.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { useUrlState } from "../../ui/use-url-state.ts";
import { PHONE, useMedia } from "../../ui/use-width.ts";
import contactStyles from "../contacts.module.css";
import { ContactsTabs } from "../contacts-tabs.tsx";
import { EnrollPeople } from "../enroll-people.tsx";
import { SegmentForm } from "./segment-form.tsx";
import { SegmentPanel } from "./segment-panel.tsx";
import { whomWords } from "./segment-words.ts";

/** Names for groups of people that fill themselves: whom each means, and how many that are now. */
export function SegmentsPage() {
  const [url, setUrl] = useUrlState();
  const q = url.q ?? "";
  const list = useSegments(q);
  const { query, rows } = list;
  const open = useOpenSegment(url.segment, rows);
  const openNew = () => setUrl({ new: "1" });
  const enroll = () => open && setUrl({ enroll: "1" });
  useKeys([
    { keys: "c", label: "New segment", group: "Segments", run: openNew },
    { keys: "e", label: "Enroll the open segment", group: "Segments", run: enroll },
  ]);
  return (
    <Page>
      <PageHeader
        icon={<IconUsers size={16} stroke={1.6} />}
        title="Contacts"
        meta={query.data ? plural(list.total ?? rows.length, q ? "found" : "segment", q ? "found" : "segments") : null}
        actions={<NewButton onNew={openNew} />}
      />
      <ContactsTabs active="segments" />
      <FilterBar>
        <SearchField
          value={q}
          label="Search a segment"
          onSearch={(text) => setUrl({ q: text, segment: null }, { replace: true })}
        />
        <Spacer />
        <span className={`${contactStyles.hint} ${contactStyles.wide}`}>Newest first</span>
      </FilterBar>
      {query.error && rows.length === 0 ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <SkeletonRows rows={6} /> : null}
      {query.data ? (
        <Split>
          <div className={contactStyles.list} data-dim={query.isPlaceholderData || undefined}>
            {rows.length === 0 ? (
              <div className={contactStyles.grow}>
                <None q={q} onNew={openNew} onClear={() => setUrl({ q: null })} />
              </div>
            ) : (
              <Rows
                label="Segments"
                rows={rows}
                rowId={(row) => row.id}
                columns={columns}
                onOpen={(row) => setUrl({ segment: row.id === url.segment ? null : row.id }, { replace: true })}
                openId={url.segment}
                onEnd={list.loadMore}
                subline={whomWords}
                sublineBelow={640}
              />
            )}
          </div>
          {open ? (
            <SegmentPanel
              key={open.id}
              segment={open}
              onEdit={() => setUrl({ edit: "1" })}
              onEnroll={enroll}
              onClose={() => setUrl({ segment: null }, { replace: true })}
            />
          ) : null}
        </Split>
      ) : null}
      <KeyBar
        keys={[
          ["j k", "move"],
          ["Enter", "open"],
          ["e", "enroll"],
          ["c", "new"],
        ]}
      />
      <Dialogs open={open} />
    </Page>
  );
}

function useSegments(q: string) {
  return usePages<Segment>(["segments", "list", q], (cursor, signal) =>
    api("GET /segments", {
      query: { limit: 50, include: "total", ...(cursor ? { cursor } : {}), ...(q ? { q } : {}) },
      signal,
    }),
  );
}

/** The one the address names, also where the list has not come as far, or a search has left it out. */
function useOpenSegment(id: string | undefined, rows: readonly Segment[]): Segment | undefined {
  const listed = rows.find((row) => row.id === id);
  const found = useQuery({
    queryKey: ["segments", "one", id],
    queryFn: ({ signal }) => api("GET /segments/:id", { params: { id: id ?? "" }, signal }),
    enabled: id !== undefined && listed === undefined,
    select: (segment) => (segment.archivedAt === null ? segment : undefined),
  });
  return id === undefined ? undefined : (listed ?? found.data);
}

/** What the address says is open over the list. */
function Dialogs({ open }: { open: Segment | undefined }) {
  const [url, setUrl] = useUrlState();
  const close = () => setUrl({ new: null, edit: null, enroll: null }, { replace: true });
  const show = (segment: Segment) => setUrl({ new: null, edit: null, q: null, segment: segment.id }, { replace: true });
  if (url.new) return <SegmentForm key="new" segment={null} onClose={close} onSaved={show} />;
  if (open && url.edit) return <SegmentForm key={open.id} segment={open} onClose={close} onSaved={show} />;
  if (open && url.enroll)
    return <EnrollPeople choice={{ segmentId: open.id }} who={open.name} people={[]} onClose={close} />;
  return null;
}

const columns: readonly Column<Segment>[] = [
  {
    id: "name",
    header: "Segment",
    width: "minmax(130px, 1fr)",
    cell: (row) => (
      <span className="cut" dir="auto">
        {row.name}
      </span>
    ),
  },
  {
    id: "whom",
    header: "Who is in it",
    width: "minmax(160px, 2.4fr)",
    from: 640,
    cell: (row) => (
      <span className="second cut" dir="auto" title={whomWords(row)}>
        {whomWords(row)}
      </span>
    ),
  },
  {
    id: "triggers",
    header: "Waited for by",
    width: "120px",
    from: 820,
    cell: (row) => (
      <span className={row.sequences > 0 ? "second" : "quiet"}>
        {row.sequences > 0 ? plural(row.sequences, "sequence", "sequences") : "–"}
      </span>
    ),
  },
  { id: "people", header: "People", width: "72px", align: "end", cell: (row) => <MemberCount id={row.id} /> },
];

/** Counted when the row is shown; it says nothing where they are too many to count at once. */
function MemberCount({ id }: { id: string }) {
  const members = useQuery(membersQuery(id));
  return <span className="num">{members.isPending ? "…" : count(members.data)}</span>;
}

function NewButton({ onNew }: { onNew: () => void }) {
  const phone = useMedia(PHONE);
  return (
    <Button
      variant="filled"
      leftSection={<IconPlus size={16} stroke={1.6} />}
      rightSection={phone ? null : <Kbd keys="c" on />}
      onClick={onNew}
    >
      {phone ? "New" : "New segment"}
    </Button>
  );
}

function None({ q, onNew, onClear }: { q: string; onNew: () => void; onClear: () => void }) {
  if (q)
    return (
      <Empty title={`No segment is called “${q}”`} text="Segments are searched by any part of their name.">
        <Button onClick={onClear}>Show every segment</Button>
      </Empty>
    );
  return (
    <Empty
      icon={<IconFilter size={28} stroke={1.4} />}
      title="No segments yet"
      text="A segment is a name for whoever matches a condition: enroll them all, simulate with them, or let a sequence react when somebody comes in."
    >
      <Button onClick={onNew}>New segment</Button>
    </Empty>
  );
}
