import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Modal } from "@mantine/core";
import { IconChevronRight, IconRoute } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../app/api.ts";
import { EnrollVerdicts } from "../app/enroll/enroll-verdicts.tsx";
import type { Choice, ChosenPerson } from "../app/enroll/verdicts.ts";
import { paths } from "../app/paths.ts";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import { count, plural } from "../ui/numbers.ts";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { SearchField } from "../ui/search-field.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { SequenceState } from "../ui/status/state.tsx";
import s from "./contacts.module.css";

interface Props {
  readonly choice: Choice;
  /** What they are called together, where that is not their number. */
  readonly who?: string;
  readonly n?: number;
  readonly people: readonly ChosenPerson[];
  readonly onClose: () => void;
}

/** People are chosen already: choose the sequence, then see the verdict on each before anything happens. */
export function EnrollPeople({ choice, who: called, people, n = people.length, onClose }: Props) {
  const [sequence, setSequence] = useState<Sequence | null>(null);
  const [one] = people;
  const who = called ?? (n === 1 && one ? personName(one) : plural(n, "person", "people"));
  return (
    <Modal
      opened
      onClose={onClose}
      size={sequence ? 860 : 560}
      title={
        <span dir="auto">
          Enroll {who}
          {sequence ? ` in ${sequence.name}` : ""}
        </span>
      }
    >
      {sequence ? (
        <EnrollVerdicts
          sequence={sequence}
          choice={choice}
          people={people}
          onBack={() => setSequence(null)}
          onClose={onClose}
          closeWord="Done"
        />
      ) : (
        <ChooseSequence onChoose={setSequence} onClose={onClose} />
      )}
    </Modal>
  );
}

function ChooseSequence({ onChoose, onClose }: { onChoose: (sequence: Sequence) => void; onClose: () => void }) {
  const [q, setQ] = useState("");
  const list = usePages<Sequence>(["sequences", "choose", q], (cursor, signal) =>
    api("GET /sequences", {
      query: {
        limit: 50,
        include: "stats",
        "filter[status]": "active,paused",
        ...(cursor ? { cursor } : {}),
        ...(q ? { q } : {}),
      },
      signal,
    }),
  );
  return (
    <>
      <SearchField value={q} onSearch={setQ} label="Search a sequence" width={320} focus />
      <div className={s.choose}>
        {list.query.error ? <ErrorState error={list.query.error} retry={() => void list.query.refetch()} /> : null}
        {list.query.isPending ? <SkeletonRows rows={4} /> : null}
        {list.query.data && list.rows.length === 0 ? <NoSequence q={q} /> : null}
        <ul>
          {list.rows.map((row) => (
            <li key={row.id}>
              <button type="button" className={cx(p.row, s.choice)} onClick={() => onChoose(row)}>
                <IconRoute size={16} stroke={1.6} aria-hidden="true" />
                <span className="cut" dir="auto">
                  {row.name}
                </span>
                <SequenceState state={row.status} />
                <span className={p.hint}>{row.stats ? `${count(row.stats.active)} in it` : ""}</span>
                <IconChevronRight size={14} stroke={1.75} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
        {list.query.hasNextPage ? (
          <button type="button" className={`link ${s.more}`} onClick={list.loadMore}>
            More
          </button>
        ) : null}
      </div>
      <div className={cx(p.foot, s.foot)}>
        <span className="second">Next you see who may be mailed, and why not. Nothing happens before that.</span>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </>
  );
}

function NoSequence({ q }: { q: string }) {
  if (q) return <p className={s.none}>No active sequence is called “{q}”.</p>;
  return (
    <p className={s.none}>
      No sequence is active yet.{" "}
      <A className={s.inText} href={paths.newSequence}>
        Create one
      </A>
      , activate it, and come back.
    </p>
  );
}
