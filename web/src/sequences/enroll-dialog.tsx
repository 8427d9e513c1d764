import type { Contact } from "@haste/contract/nouns/crm";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { api } from "../app/api.ts";
import s from "../app/enroll/enroll.module.css";
import { EnrollVerdicts } from "../app/enroll/enroll-verdicts.tsx";
import type { Choice } from "../app/enroll/verdicts.ts";
import { useRowSelection } from "../ui/list/row-select.ts";
import { type Column, Rows } from "../ui/list/rows.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { count, plural } from "../ui/numbers.ts";
import { personName } from "../ui/person.ts";
import { SearchField } from "../ui/search-field.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { ChooseSegment } from "./choose-segment.tsx";

interface Props {
  readonly sequence: Sequence;
  /** Chosen elsewhere already. */
  readonly segmentId?: string | undefined;
  readonly onClose: () => void;
}

interface Chosen {
  readonly whom: Choice;
  readonly people: Contact[];
}

/** Two steps: choose people, then see who may be mailed and why not. Nothing happens before the last button. */
export function EnrollDialog({ sequence, segmentId, onClose }: Props) {
  const [choice, setChoice] = useState<Chosen | null>(segmentId ? { whom: { segmentId }, people: [] } : null);
  return (
    <Modal opened onClose={onClose} title={<span dir="auto">Enroll people in {sequence.name}</span>} size={860}>
      {choice ? (
        <EnrollVerdicts
          sequence={sequence}
          choice={choice.whom}
          people={choice.people}
          onBack={() => setChoice(null)}
          onClose={onClose}
        />
      ) : (
        <ChoosePeople onChoose={(whom, people) => setChoice({ whom, people })} onClose={onClose} />
      )}
    </Modal>
  );
}

const columns: Column<Contact>[] = [
  { id: "name", header: "Person", width: "minmax(130px, 1fr)", cell: personName },
  {
    id: "email",
    header: "Address",
    width: "minmax(120px, 1.2fr)",
    from: 480,
    cell: (row) => <span className="second">{row.email}</span>,
  },
  {
    id: "company",
    header: "Company",
    width: "minmax(100px, 1fr)",
    from: 620,
    cell: (row) => (
      <span className="second" dir="auto">
        {row.company?.name ?? "–"}
      </span>
    ),
  },
  {
    id: "may",
    header: "May I mail?",
    width: "minmax(84px, .8fr)",
    cell: (row) =>
      row.mailable.ok ? (
        <span className="quiet">yes</span>
      ) : (
        <span style={{ color: "var(--bad)" }}>{row.mailable.reason}</span>
      ),
  },
];

function ChoosePeople({
  onChoose,
  onClose,
}: {
  onChoose: (whom: Choice, people: Contact[]) => void;
  onClose: () => void;
}) {
  const [q, setQ] = useState("");
  const selection = useRowSelection();
  const list = usePages<Contact>(["contacts", "choose", q], (cursor, signal) =>
    api("GET /contacts", {
      query: { limit: 100, include: "total", ...(cursor ? { cursor } : {}), ...(q ? { q } : {}) },
      signal,
    }),
  );
  const chosen = selection.ids.size;
  const all = list.total ?? list.rows.length;
  return (
    <>
      <SearchField value={q} onSearch={setQ} label="Search name, address, company" width={320} focus />
      <div className={s.pick}>
        <ChooseSegment q={q} onChoose={({ id }) => onChoose({ segmentId: id }, list.rows)} />
        {list.query.error ? <ErrorState error={list.query.error} retry={() => void list.query.refetch()} /> : null}
        {list.query.isPending ? <SkeletonRows rows={6} /> : null}
        {list.rows.length > 0 ? (
          <Rows
            label="Contacts"
            rows={list.rows}
            rowId={(row) => row.id}
            columns={columns}
            onOpen={(row) => selection.toggle(row.id)}
            selection={selection}
            onEnd={list.loadMore}
            subline={(row) => row.email}
            sublineBelow={480}
            rowHeight={40}
          />
        ) : null}
        {list.query.data && list.rows.length === 0 ? (
          <p style={{ padding: 24 }}>
            {q ? `Nobody is called “${q}”.` : "There are no contacts yet. Import some first."}
          </p>
        ) : null}
      </div>
      <div className={s.foot}>
        <span className="second">
          {chosen > 0
            ? `${plural(chosen, "person", "people")} chosen`
            : `${plural(all, "person", "people")} ${q ? "found" : "in all"}`}
        </span>
        <Button onClick={onClose}>Cancel</Button>
        {chosen === 0 && all > 0 ? (
          <Button onClick={() => onChoose({ filter: q ? { q } : {} }, list.rows)}>Check all {count(all)}</Button>
        ) : null}
        <Button
          variant="filled"
          disabled={chosen === 0}
          onClick={() => onChoose({ contactIds: [...selection.ids] }, list.rows)}
        >
          {chosen > 0 ? `Check ${plural(chosen, "person", "people")}` : "Check"}
        </Button>
      </div>
    </>
  );
}
