import type { Sequence } from "@haste/contract/nouns/sequences";
import { A } from "../ui/link.tsx";
import { AboveRow } from "../ui/list/rows.tsx";
import { SequenceState } from "../ui/status/state.tsx";
import s from "./sequences.module.css";
import { standingOf } from "./standing.ts";

/** State, reason and next step; on phones the state alone, since reason and numbers stand in the second line. */
export function StateCell({
  row,
  onActivate,
  short = false,
}: {
  row: Sequence;
  onActivate?: (row: Sequence) => void;
  short?: boolean;
}) {
  const { state, word, isTroubled, reason, next } = standingOf(row);
  const look = isTroubled && state === "active" ? "stuck" : state;
  if (short) return <SequenceState state={look} />;
  return (
    <span className={s.standing}>
      <SequenceState state={look} reason={reason} word={word} />
      {next ? (
        <AboveRow>
          {next.href ? (
            <A className={s.next} href={next.href} tabIndex={-1}>
              {next.label}
            </A>
          ) : (
            <button type="button" className={s.next} tabIndex={-1} onClick={() => onActivate?.(row)}>
              {next.label}
            </button>
          )}
        </AboveRow>
      ) : null}
    </span>
  );
}
