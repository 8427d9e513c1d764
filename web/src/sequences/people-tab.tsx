import type { Enrollment } from "@haste/contract/nouns/enrollments";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, SegmentedControl } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { BulkBar } from "../ui/list/bulk-bar.tsx";
import { useRowSelection } from "../ui/list/row-select.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { FilterBar, KeyBar, Spacer, Split } from "../ui/page.tsx";
import { personName } from "../ui/person.ts";
import { SearchField } from "../ui/search-field.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { EnrollmentState } from "../ui/status/state.tsx";
import { useUrlState } from "../ui/use-url-state.ts";
import { EnrollDialog } from "./enroll-dialog.tsx";
import { isOpen, toggle, useEnrollmentDeeds } from "./people-queries.ts";
import { PersonPanel } from "./person-panel.tsx";
import { place } from "./tree.ts";

const filters = [
  { value: "", label: "All" },
  { value: "active", label: "Active" },
  { value: "paused", label: "Paused" },
  { value: "completed", label: "Done" },
  { value: "stopped", label: "Stopped" },
];

const nameOf = (row: Enrollment) => (row.contact ? personName(row.contact) : row.contactId);

function each(rows: readonly Enrollment[], which: (row: Enrollment) => boolean, run: (row: Enrollment) => void) {
  for (const row of rows) if (which(row)) run(row);
}

/** Everybody in the sequence: where they stand, why, and what comes next. A row opens beside the list. */
export function PeopleTab({ sequence }: { sequence: Sequence }) {
  const [url, setUrl] = useUrlState();
  const status = url.status ?? "";
  const q = url.q ?? "";
  const list = usePages<Enrollment>(["enrollments", "sequence", sequence.id, status, q], (cursor, signal) =>
    api("GET /sequences/:id/enrollments", {
      params: { id: sequence.id },
      query: {
        limit: 100,
        ...(cursor ? { cursor } : {}),
        ...(status ? { "filter[status]": status } : {}),
        ...(q ? { q } : {}),
      },
      signal,
    }),
  );
  const selection = useRowSelection();
  const deeds = useEnrollmentDeeds();
  const columns = usePeopleColumns(sequence);
  const open = list.rows.find((row) => row.id === url.person);
  const chosen = list.rows.filter((row) => selection.has(row.id));
  const enroll = () => setUrl({ enroll: "1" });
  return (
    <>
      {selection.ids.size > 0 ? (
        <BulkBar selection={selection} noun={["person", "people"]}>
          <Button onClick={() => each(chosen, (row) => row.status === "active", deeds.pause.mutate)}>Pause</Button>
          <Button onClick={() => each(chosen, (row) => row.status === "paused", deeds.resume.mutate)}>Resume</Button>
          <Button onClick={() => each(chosen, isOpen, deeds.remove.mutate)}>Take out</Button>
        </BulkBar>
      ) : (
        <FilterBar>
          <SegmentedControl
            aria-label="Status"
            value={status}
            data={filters}
            onChange={(value) => setUrl({ status: value, person: null }, { replace: true })}
          />
          <Spacer />
          <SearchField
            value={q}
            label="Find a person"
            width={200}
            onSearch={(text) => setUrl({ q: text }, { replace: true })}
          />
        </FilterBar>
      )}
      {deeds.error ? <ErrorState error={deeds.error} /> : null}
      {list.query.error && list.rows.length === 0 ? (
        <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />
      ) : null}
      {list.query.isPending ? <SkeletonRows /> : null}
      {list.query.data && list.rows.length === 0 ? (
        <NobodyHere
          filtered={status !== "" || q !== ""}
          onEnroll={enroll}
          onClear={() => setUrl({ status: null, q: null })}
        />
      ) : null}
      {list.rows.length > 0 ? (
        <Split>
          <Rows
            label="People"
            rows={list.rows}
            rowId={(row) => row.id}
            columns={columns}
            onOpen={(row) => setUrl({ person: row.id === url.person ? null : row.id }, { replace: true })}
            openId={url.person}
            subline={(row) => row.contact?.email}
            sublineBelow={600}
            selection={selection}
            onEnd={list.loadMore}
            verbs={[
              { keys: "p", label: "Pause or resume the person", run: (row) => toggle(deeds, row) },
              { keys: "Delete", label: "Take the person out", run: (row) => isOpen(row) && deeds.remove.mutate(row) },
            ]}
          />
          {open ? (
            <PersonPanel
              key={open.id}
              enrollment={open}
              deeds={deeds}
              onClose={() => setUrl({ person: null }, { replace: true })}
            />
          ) : null}
        </Split>
      ) : null}
      <KeyBar
        keys={[
          ["j k", "move"],
          ["x", "select"],
          ["Enter", "open"],
          ["p", "pause"],
          ["e", "enroll"],
        ]}
      />
      {url.enroll ? (
        <EnrollDialog
          sequence={sequence}
          segmentId={url.segment}
          onClose={() => setUrl({ enroll: null, segment: null }, { replace: true })}
        />
      ) : null}
    </>
  );
}

function usePeopleColumns(sequence: Sequence): Column<Enrollment>[] {
  const times = useTimes();
  const order = new Map(place(sequence.steps).map(({ step, number }) => [step.id, number]));
  return [
    { id: "name", header: "Person", width: "minmax(130px, 1.2fr)", cell: nameOf },
    {
      id: "email",
      header: "Address",
      width: "minmax(120px, 1.2fr)",
      from: 840,
      cell: (row) => <span className="second">{row.contact?.email ?? "–"}</span>,
    },
    {
      id: "state",
      header: "State and reason",
      width: "minmax(110px, 1.6fr)",
      cell: (row) => (
        <EnrollmentState
          state={row.state}
          reason={row.stateReason ?? (row.state === "waiting" ? `until ${times.when(row.nextRunAt)}` : null)}
        />
      ),
    },
    {
      id: "step",
      header: "Step",
      width: "44px",
      align: "end",
      from: 480,
      cell: (row) => (row.currentStepId ? (order.get(row.currentStepId) ?? "–") : "–"),
    },
    {
      id: "next",
      header: "Next mail",
      width: "104px",
      from: 640,
      cell: (row) => <span className="second num">{times.when(row.nextRunAt)}</span>,
    },
    {
      id: "since",
      header: "Enrolled",
      width: "104px",
      from: 760,
      cell: (row) => <span className="second num">{times.when(row.enrolledAt)}</span>,
    },
  ];
}

function NobodyHere({ filtered, onEnroll, onClear }: { filtered: boolean; onEnroll: () => void; onClear: () => void }) {
  if (filtered)
    return (
      <Empty title="Nobody fits" text="No person of this sequence is in that state.">
        <Button onClick={onClear}>Show all</Button>
      </Empty>
    );
  return (
    <Empty
      icon={<IconUsers size={28} stroke={1.4} />}
      title="Nobody is enrolled yet"
      text="Choose people; you see who may be mailed, and why not, before anything happens."
    >
      <Button onClick={onEnroll}>Enroll people</Button>
    </Empty>
  );
}
