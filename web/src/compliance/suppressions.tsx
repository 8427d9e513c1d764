import type { Suppression } from "@haste/contract/nouns/compliance";
import { Button, Select } from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { FilterBar, Spacer } from "../ui/page.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { AddSuppression } from "./add-suppression.tsx";
import { ImportSuppressions } from "./import-suppressions.tsx";
import { RemoveSuppression } from "./remove-suppression.tsx";
import { meantBy, reasonWords, scopeOf, sourceOf } from "./suppression-words.ts";

type Reason = Suppression["reason"];
const reasons = Object.keys(reasonWords) as Reason[];

/** Whom nobody may write to, with why and since when. */
export function Suppressions() {
  const [url, setUrl] = useUrlState();
  const [removing, setRemoving] = useState<Suppression | null>(null);
  const q = url.q ?? "";
  const reason = reasons.find((one) => one === url.reason);
  const close = () => setUrl({ new: null }, { replace: true });
  useKeys([
    { keys: "c", label: "Suppress an address or a domain", group: "Compliance", run: () => setUrl({ new: "1" }) },
  ]);
  return (
    <>
      <FilterBar>
        <SearchField
          label="Search by beginning"
          value={q}
          onSearch={(text) => setUrl({ q: text || null }, { replace: true })}
        />
        <Select
          size="xs"
          w={160}
          aria-label="Reason"
          placeholder="Any reason"
          clearable
          value={reason ?? null}
          data={reasons.map((value) => ({ value, label: reasonWords[value] }))}
          onChange={(next) => setUrl({ reason: next }, { replace: true })}
        />
        <Spacer />
        <Button component="a" href={paths.suppressionsFile} download>
          Export
        </Button>
        <Button onClick={() => setUrl({ new: "file" })}>Import</Button>
        <Button variant="filled" onClick={() => setUrl({ new: "1" })}>
          Suppress
        </Button>
      </FilterBar>
      <List q={q} reason={reason} onRemove={setRemoving} onClear={() => setUrl({ q: null, reason: null })} />
      {url.new === "1" ? <AddSuppression onClose={close} /> : null}
      {url.new === "file" ? <ImportSuppressions onClose={close} /> : null}
      {removing ? <RemoveSuppression entry={removing} onClose={() => setRemoving(null)} /> : null}
    </>
  );
}

interface ListProps {
  readonly q: string;
  readonly reason: Reason | undefined;
  readonly onRemove: (entry: Suppression) => void;
  readonly onClear: () => void;
}

function List({ q, reason, onRemove, onClear }: ListProps) {
  const list = usePages<Suppression>(["suppressions", q, reason ?? ""], (cursor, signal) =>
    api("GET /suppressions", {
      query: {
        limit: 100,
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
        ...(reason ? { "filter[reason]": reason } : {}),
      },
      signal,
    }),
  );
  const columns = useColumns(onRemove);
  if (list.query.error && list.rows.length === 0)
    return <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />;
  if (list.query.isPending) return <SkeletonRows />;
  if (list.rows.length === 0) return <Nothing isFiltered={q !== "" || reason !== undefined} onClear={onClear} />;
  return (
    <Rows
      label="Suppressions"
      rows={list.rows}
      rowId={(entry) => entry.id}
      columns={columns}
      onOpen={onRemove}
      subline={(entry) => reasonWords[entry.reason]}
      sublineBelow={620}
      onEnd={list.loadMore}
    />
  );
}

function useColumns(onRemove: (entry: Suppression) => void): Column<Suppression>[] {
  const times = useTimes();
  return [
    {
      id: "who",
      header: "Who",
      width: "minmax(150px, 1.4fr)",
      cell: (entry) => <span dir="auto">{meantBy(entry)}</span>,
    },
    { id: "why", header: "Why", width: "140px", from: 620, cell: (entry) => reasonWords[entry.reason] },
    {
      id: "how",
      header: "From",
      width: "minmax(130px, 1fr)",
      from: 860,
      cell: (entry) => (
        <span className="second" dir="auto">
          {scopeOf(entry) === null ? "" : `${scopeOf(entry)} · `}
          {sourceOf(entry)}
          {entry.note ? ` · ${entry.note}` : ""}
        </span>
      ),
    },
    {
      id: "ends",
      header: "Until",
      width: "100px",
      from: 720,
      cell: (entry) => (
        <span className="second num">{entry.expiresAt === null ? "for good" : times.when(entry.expiresAt)}</span>
      ),
    },
    {
      id: "at",
      header: "Since",
      width: "100px",
      from: 480,
      cell: (entry) => <span className="second num">{times.when(entry.createdAt)}</span>,
    },
    {
      id: "do",
      header: "",
      width: "90px",
      cell: (entry) => (
        <Button size="compact-xs" aria-label={`Remove ${meantBy(entry)}`} onClick={() => onRemove(entry)}>
          Remove
        </Button>
      ),
    },
  ];
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  if (isFiltered)
    return (
      <Empty title="No entry fits" text="The search reads the beginning of an address or a domain.">
        <Button onClick={onClear}>Show all</Button>
      </Empty>
    );
  return (
    <Empty
      icon={<IconUserOff size={28} stroke={1.4} />}
      title="Nobody is suppressed"
      text="Whoever unsubscribes, complains or has a dead address comes here by itself. Add those who told you otherwise."
    />
  );
}
