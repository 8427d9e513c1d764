import type { Segment } from "@haste/contract/nouns/segments";
import { IconChevronRight, IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import s from "../app/enroll/enroll.module.css";
import { membersQuery, segmentsQuery } from "../app/segments.ts";
import { count, plural } from "../ui/numbers.ts";

/** More would leave no room for the people below. */
const shownAtFirst = 3;

/** Segments whose name the search finds, above the people it finds; one press takes everybody in it to the check. */
export function ChooseSegment({ q, onChoose }: { q: string; onChoose: (segment: Segment) => void }) {
  const segments = useQuery(segmentsQuery);
  const [isWhole, setWhole] = useState(false);
  const wanted = q.trim().toLowerCase();
  const found = (segments.data?.data ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  if (found.length === 0) return null;
  const shown = isWhole ? found : found.slice(0, shownAtFirst);
  return (
    <section className={s.segments} aria-label="Segments">
      <ul>
        {shown.map((segment) => (
          <li key={segment.id}>
            <SegmentButton segment={segment} onChoose={() => onChoose(segment)} />
          </li>
        ))}
      </ul>
      {found.length > shown.length ? (
        <button type="button" className={`link ${s.allSegments}`} onClick={() => setWhole(true)}>
          All {count(found.length)} segments
        </button>
      ) : null}
    </section>
  );
}

function SegmentButton({ segment, onChoose }: { segment: Segment; onChoose: () => void }) {
  const members = useQuery(membersQuery(segment.id)).data;
  return (
    <button type="button" className={s.segment} onClick={onChoose} disabled={members === 0}>
      <IconFilter size={16} stroke={1.6} aria-hidden="true" />
      <b className="cut" dir="auto">
        {segment.name}
      </b>
      <span className="cut" dir="auto">
        {segment.sentence === "always" ? "everybody" : segment.sentence}
      </span>
      <span className="num">{members == null ? "" : plural(members, "person", "people")}</span>
      <IconChevronRight size={14} stroke={1.75} aria-hidden="true" />
    </button>
  );
}
