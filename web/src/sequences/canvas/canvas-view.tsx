import type { Sequence } from "@haste/contract/nouns/sequences";
import { useMemo } from "react";
import type { Place } from "../builder/model.ts";
import type { StepNumbers } from "../builder/outline-row.tsx";
import type { Row } from "../builder/rows.ts";
import type { TreeStep } from "../tree.ts";
import { ExitNote } from "./exit-note.tsx";
import { looksOf, type StepProblem, sharesOf } from "./looks.ts";
import { SequenceCanvas } from "./sequence-canvas.tsx";

export interface CanvasViewProps {
  readonly sequence: Sequence;
  readonly steps: readonly TreeStep[];
  /** Of the outline with nothing folded: the canvas stands where the outline stood. */
  readonly rows: readonly Row[];
  readonly cursor: string;
  readonly numbers: StepNumbers;
  readonly problems: readonly StepProblem[];
  readonly onCursor: (id: string) => void;
  readonly onOpen: (row: Row, by: "key" | "pointer") => void;
  readonly onAdd: () => void;
  readonly onMove: (stepId: string, to: Place) => void;
}

/** The outline's other face: the same rows, the same cursor, the same deeds. */
export function CanvasView(props: CanvasViewProps) {
  const { steps, numbers, problems, rows } = props;
  const looks = useMemo(() => looksOf(steps, numbers, problems), [steps, numbers, problems]);
  const shares = useMemo(() => sharesOf(steps, numbers), [steps, numbers]);
  return (
    <SequenceCanvas
      steps={steps}
      looks={looks}
      shares={shares}
      selectedId={props.cursor}
      onSelect={props.onCursor}
      onOpen={(id, by) => {
        const row = rows.find((each) => each.id === id);
        if (row) props.onOpen(row, by);
      }}
      onInsert={(behind) => {
        props.onCursor(behind);
        props.onAdd();
      }}
      onMove={props.onMove}
      note={<ExitNote sequence={props.sequence} />}
    />
  );
}
