// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys of every row are those of the tree around it
// biome-ignore-all lint/a11y/useSemanticElements: no table can fold its rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the head of a treegrid is read, its rows have the focus
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import { cx } from "../../ui/cx.ts";
import type { Place } from "./model.ts";
import s from "./outline.module.css";
import { OutlineRow, type StepNumbers } from "./outline-row.tsx";
import { placeBehind, type Row, siblingsOf } from "./rows.ts";

export interface OutlineProps {
  readonly rows: readonly Row[];
  readonly cursor: string;
  readonly numbers: StepNumbers;
  readonly onCursor: (id: string) => void;
  readonly onFold: (branchId: string, fold: boolean) => void;
  /** Enter, or a press on the row. */
  readonly onOpen: (row: Row, by: "key" | "pointer") => void;
  readonly onMove: (stepId: string, to: Place) => void;
  readonly onCopy: (stepId: string, cut: boolean) => string | null;
  readonly onPaste: (text: string, to: Place) => boolean;
}

/** The steps as a tree of rows (WAI-ARIA treegrid): arrows walk and fold, everything else is a key of the screen. */
export function Outline(props: OutlineProps) {
  const { rows, cursor } = props;
  const drag = useDrag(props.onMove);
  return (
    <div
      role="treegrid"
      aria-label="Steps"
      className={s.list}
      onKeyDown={(event) => walk(event, props)}
      onCopy={(event) => copy(event, props, false)}
      onCut={(event) => copy(event, props, true)}
      onPaste={(event) => {
        if (props.onPaste(event.clipboardData.getData("text/plain"), placeOf(props))) event.preventDefault();
      }}
    >
      <div role="rowgroup">
        <div role="row" className={s.head}>
          <span role="columnheader">Step</span>
          <span role="columnheader">Waits before</span>
          <span role="columnheader" className={s.figure}>
            Here
          </span>
          <span role="columnheader" className={s.figure}>
            Sent
          </span>
          <span role="columnheader" className={s.figure}>
            Replied
          </span>
        </div>
      </div>
      <div role="rowgroup">
        {rows.map((row) => {
          const { at, of } = siblingsOf(rows, row);
          return (
            <div
              key={row.id}
              role="row"
              tabIndex={row.id === cursor ? 0 : -1}
              aria-level={row.depth}
              aria-posinset={at}
              aria-setsize={of}
              aria-selected={row.id === cursor}
              {...(row.kind === "step" && row.isOpen !== null ? { "aria-expanded": row.isOpen } : {})}
              {...(row.kind === "lane" ? { "aria-expanded": true } : {})}
              data-row={row.id}
              data-drop={drag.over === row.id || undefined}
              className={cx(s.row, s[row.kind])}
              style={{ "--level": row.level } as React.CSSProperties}
              onFocus={() => props.onCursor(row.id)}
              onClick={() => props.onOpen(row, "pointer")}
              draggable={row.kind === "step"}
              {...drag.on(row)}
            >
              <OutlineRow row={row} numbers={props.numbers} onFold={props.onFold} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowAt({ rows, cursor }: OutlineProps): Row | undefined {
  return rows.find((row) => row.id === cursor);
}

function placeOf(props: OutlineProps): Place {
  return placeBehind(rowAt(props));
}

function copy(event: ClipboardEvent, props: OutlineProps, cut: boolean): void {
  const row = rowAt(props);
  const text = row?.kind === "step" ? props.onCopy(row.id, cut) : null;
  if (text === null) return;
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}

/** Moves the focus, and the cursor follows it; false where there is no such row yet. */
export function focusRow(id: string | undefined): boolean {
  const row = id === undefined ? null : document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  row?.focus();
  return row !== null;
}

function walk(event: KeyboardEvent<HTMLElement>, props: OutlineProps): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target as HTMLElement).dataset.row) return;
  const { rows } = props;
  const at = rows.findIndex((row) => row.id === props.cursor);
  const row = rows[at];
  if (!row) return;
  const to = rowTo(event.key, props, { row, at });
  if (to === null && event.key !== "Enter") return;
  event.preventDefault();
  if (event.key === "Enter") props.onOpen(row, "key");
  else focusRow(to ?? undefined);
}

/** Where a key leads; the arrows across fold and unfold a branch before they leave it. Null: it is no key of the tree. */
function rowTo(key: string, props: OutlineProps, { row, at }: { row: Row; at: number }): string | null {
  const { rows } = props;
  const isBranch = row.kind === "step" && row.isOpen !== null;
  switch (key) {
    case "ArrowDown":
      return rows[at + 1]?.id ?? row.id;
    case "ArrowUp":
      return rows[at - 1]?.id ?? row.id;
    case "Home":
      return rows[0]?.id ?? row.id;
    case "End":
      return rows.at(-1)?.id ?? row.id;
    case "ArrowRight":
      if (!isBranch || row.isOpen) return rows[at + 1]?.id ?? row.id;
      props.onFold(row.id, false);
      return row.id;
    case "ArrowLeft":
      if (!isBranch || !row.isOpen) return row.under ?? rows[0]?.id ?? row.id;
      props.onFold(row.id, true);
      return row.id;
    default:
      return null;
  }
}

/** Dragging a step behind another row; "Move to…" does the same without dragging. */
function useDrag(onMove: OutlineProps["onMove"]) {
  const dragged = useRef<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const end = () => {
    dragged.current = null;
    setOver(null);
  };
  return {
    over,
    on: (row: Row) => ({
      onDragStart(event: DragEvent) {
        dragged.current = row.id;
        event.dataTransfer.effectAllowed = "move";
      },
      onDragOver(event: DragEvent) {
        if (dragged.current === null || dragged.current === row.id) return;
        event.preventDefault();
        setOver(row.id);
      },
      onDrop(event: DragEvent) {
        event.preventDefault();
        if (dragged.current !== null && dragged.current !== row.id) onMove(dragged.current, placeBehind(row));
        end();
      },
      onDragEnd: end,
    }),
  };
}
