import type { AuditEntry } from "@haste/contract/nouns/audit-log";
import { Button, Select, TextInput } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { FilterBar, Spacer } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { AuditEntryDialog } from "./audit-entry.tsx";
import { actionWords, subjects, summaryOf } from "./audit-words.ts";

/** Who changed what, with before and after; each row is chained to the one before it. */
export function AuditLog() {
  const [url, setUrl] = useUrlState();
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const filter = {
    ...(url.about ? { "filter[action]": url.about } : {}),
    ...(url.from ? { "filter[from]": `${url.from}T00:00:00Z` } : {}),
  };
  return (
    <>
      <FilterBar>
        <Select
          size="xs"
          w={180}
          aria-label="About"
          placeholder="Everything"
          clearable
          value={url.about ?? null}
          data={subjects}
          onChange={(next) => setUrl({ about: next }, { replace: true })}
        />
        <TextInput
          size="xs"
          type="date"
          aria-label="From"
          value={url.from ?? ""}
          onChange={(event) => setUrl({ from: event.currentTarget.value || null }, { replace: true })}
        />
        <Spacer />
        <Button component="a" href={`${paths.auditFile}?${new URLSearchParams(filter)}`} download>
          Export
        </Button>
      </FilterBar>
      <List filter={filter} onOpen={setOpened} />
      {opened ? <AuditEntryDialog entry={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

interface ListProps {
  readonly filter: Readonly<Record<string, string>>;
  readonly onOpen: (entry: AuditEntry) => void;
}

function List({ filter, onOpen }: ListProps) {
  const list = usePages<AuditEntry>(["audit-log", JSON.stringify(filter)], (cursor, signal) =>
    api("GET /audit-log", { query: { limit: 100, ...(cursor ? { cursor } : {}), ...filter }, signal }),
  );
  const columns = useColumns();
  if (list.query.error && list.rows.length === 0)
    return <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />;
  if (list.query.isPending) return <SkeletonRows />;
  if (list.rows.length === 0)
    return (
      <Empty
        icon={<IconHistory size={28} stroke={1.4} />}
        title="Nothing of that kind was done"
        text="Every change anybody makes comes here by itself, and stays."
      />
    );
  return (
    <Rows
      label="Audit log"
      rows={list.rows}
      rowId={(entry) => entry.id}
      columns={columns}
      onOpen={onOpen}
      subline={({ subject, actor }) => [subject.name, actor.name].filter(Boolean).join(" · ")}
      sublineBelow={620}
      onEnd={list.loadMore}
    />
  );
}

function useColumns(): Column<AuditEntry>[] {
  const times = useTimes();
  return [
    { id: "what", header: "What", width: "minmax(150px, 0.8fr)", cell: ({ action }) => actionWords(action) },
    {
      id: "about",
      header: "Of",
      width: "minmax(120px, 1fr)",
      from: 620,
      cell: ({ subject }) => <span dir="auto">{subject.name ?? ""}</span>,
    },
    {
      id: "changed",
      header: "Changed",
      width: "minmax(160px, 1.2fr)",
      from: 860,
      cell: (entry) => (
        <span className="second" dir="auto">
          {summaryOf(entry)}
        </span>
      ),
    },
    {
      id: "who",
      header: "By",
      width: "minmax(110px, 0.6fr)",
      from: 620,
      cell: ({ actor }) => <span dir="auto">{actor.name}</span>,
    },
    {
      id: "at",
      header: "When",
      width: "110px",
      cell: ({ at }) => <span className="second num">{times.when(at)}</span>,
    },
  ];
}
