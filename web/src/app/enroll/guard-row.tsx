import { SegmentedControl } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconLock } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { count } from "../../ui/numbers.ts";
import { personName } from "../../ui/person.ts";
import s from "./enroll.module.css";
import { guardWords } from "./guard-words.ts";
import type { ChosenPerson, GroupedPerson, GuardGroup } from "./verdicts.ts";

const SHOWN = 50;

/** One reason with its people; where the reason may be set aside, the choice stands beside it. */
export function GuardRow(props: {
  group: GuardGroup;
  people: readonly ChosenPerson[];
  on: boolean;
  onFlip: () => void;
}) {
  const { group, people, on, onFlip } = props;
  const words = guardWords(group.code);
  return (
    <VerdictRow words={words} rows={group.rows} people={people}>
      <Verdict kind={group.kind} on={on} onFlip={onFlip} label={words} />
    </VerdictRow>
  );
}

/** A verdict with how many it concerns; opens to the people. */
export function VerdictRow(props: {
  words: string;
  rows: readonly GroupedPerson[];
  people: readonly ChosenPerson[];
  children?: ReactNode;
}) {
  const { words, rows, people } = props;
  const [open, setOpen] = useState(false);
  const names = new Map(people.map((person) => [person.id, personName(person)]));
  return (
    <li className={s.group}>
      <div className={s.groupHead}>
        <button
          type="button"
          className={s.unfold}
          aria-expanded={open}
          aria-label={`People: ${words}`}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronDown size={14} stroke={1.75} /> : <IconChevronRight size={14} stroke={1.75} />}
        </button>
        <b>{words}</b>
        <span className="num">{count(rows.length)}</span>
        <span className={s.verdict}>{props.children}</span>
      </div>
      {open ? (
        <ul className={s.people}>
          {rows.slice(0, SHOWN).map((row) => (
            <li key={row.contactId}>
              <span dir="auto">{names.get(row.contactId) ?? row.email ?? row.contactId}</span>
              <span className="second">{row.detail}</span>
            </li>
          ))}
          {rows.length > SHOWN ? <li className="quiet">{count(rows.length - SHOWN)} more</li> : null}
        </ul>
      ) : null}
    </li>
  );
}

function Verdict({
  kind,
  on,
  onFlip,
  label,
}: {
  kind: GuardGroup["kind"];
  on: boolean;
  onFlip: () => void;
  label: string;
}) {
  if (kind === "told") return <span className="quiet">enrolled, their mail waits</span>;
  if (kind === "must-not")
    return (
      <span className="quiet" style={{ display: "inline-flex", alignItems: "center", gap: 5 }}>
        <IconLock size={13} stroke={1.75} aria-hidden="true" /> no one may
      </span>
    );
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={on ? "enroll" : "leave"}
      onChange={onFlip}
      data={[
        { value: "leave", label: "Leave out" },
        { value: "enroll", label: "Enroll" },
      ]}
    />
  );
}
