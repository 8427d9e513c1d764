// biome-ignore-all lint/a11y/useSemanticElements: a <table> that is laid out as a grid loses its roles in Safari, so the roles are written out
// biome-ignore-all lint/a11y/useFocusableInteractive: focus roves over the rows' links, not over rows and heads
import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "../cx.ts";
import { useKeys } from "../keys/use-keys.ts";
import { A } from "../link.tsx";
import { useWidth } from "../use-width.ts";
import s from "./list.module.css";
import type { RowSelection } from "./row-select.ts";

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  /** A CSS grid track: `minmax(180px, 2fr)`, `72px`. */
  readonly width: string;
  readonly align?: "start" | "end";
  /** The column is left out while the list is narrower than this (px). */
  readonly from?: number;
  /** … or while it is at least this wide: a shorter cell for phones. */
  readonly below?: number;
  readonly cell: (row: Row) => ReactNode;
}

export interface RowVerb<Row> {
  readonly keys: string;
  readonly label: string;
  readonly run: (row: Row) => void;
}

export interface RowsProps<Row> {
  /** What the list is, for screen readers: "Sequences". */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** The first column is the row's name and its link. */
  readonly columns: readonly Column<Row>[];
  /** Where a row leads; or `onOpen`, when it opens something on this page. */
  readonly href?: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  /** Second line under the name while the list is narrow (`sublineBelow`, 640 px) or always. */
  readonly subline?: (row: Row) => ReactNode;
  readonly sublineBelow?: number;
  readonly selection?: RowSelection;
  /** Verbs on the row that has the focus: `P` pauses it. */
  readonly verbs?: readonly RowVerb<Row>[];
  /** The row that is open in a side panel. */
  readonly openId?: string | undefined;
  readonly onEnd?: () => void;
  readonly foot?: ReactNode;
  readonly rowHeight?: number;
}

/** Height of the sticky head, in px. */
const HEAD = 32;

/**
 * The list pattern: virtual rows of any number, one tab stop with roving focus, J/K and arrows move, X chooses, Enter
 * opens (the focused element is the row's own link). The check box shows on hover and focus and is always there on
 * touch; nothing shifts.
 */
export function Rows<Row>(props: RowsProps<Row>) {
  const { rows, rowId, selection } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const [measure, width] = useWidth();
  const [active, setActive] = useState(0);
  const columns = props.columns.filter(
    (column) => width >= (column.from ?? 0) && (!column.below || width < column.below),
  );
  const twoLines = props.subline && width > 0 && width < (props.sublineBelow ?? 640);
  const rowHeight = twoLines ? 58 : (props.rowHeight ?? 44);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollMargin: HEAD,
    scrollPaddingStart: HEAD,
    getItemKey: (at) => rowId(rows[at] as Row),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured again when the height of rows changes
  useEffect(() => virtual.measure(), [rowHeight]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { onEnd } = props;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - 10) onEnd?.();
  }, [last, rows.length, onEnd]);

  useRowKeys(props, { active, setActive, scroll, reveal: (at) => virtual.scrollToIndex(at, { align: "auto" }) });

  const grid = {
    gridTemplateColumns: `${selection ? "32px" : "10px"} ${columns.map((column) => column.width).join(" ")}`,
  };
  const all = rows.length > 0 && selection !== undefined && rows.every((row) => selection.has(rowId(row)));
  return (
    <div
      ref={measure}
      className={cx(s.table, selection && selection.ids.size > 0 && s.any)}
      role="table"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
    >
      <div ref={scroll} className={s.scroll}>
        <div role="rowgroup" className={s.headGroup}>
          <div className={s.head} role="row" aria-rowindex={1} style={grid}>
            <div role="columnheader" className={s.check}>
              {selection ? (
                <Checkbox
                  checked={all}
                  indeterminate={!all && selection.ids.size > 0}
                  onChange={() => selection.setAll(rows.map(rowId), !all)}
                  aria-label="Select all rows shown"
                />
              ) : (
                <span className="sr">Row</span>
              )}
            </div>
            {columns.map((column) => (
              <div key={column.id} role="columnheader" className={s.cell} data-align={column.align}>
                {column.header}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const row = rows[item.index] as Row;
            return (
              <RowView
                key={item.key}
                {...props}
                row={row}
                columns={columns}
                at={item.index}
                active={item.index === Math.min(active, rows.length - 1)}
                onFocus={() => setActive(item.index)}
                twoLines={twoLines === true}
                style={{ ...grid, height: rowHeight, transform: `translateY(${item.start - HEAD}px)` }}
              />
            );
          })}
        </div>
        {props.foot ? <div className={s.foot}>{props.foot}</div> : null}
      </div>
    </div>
  );
}

function RowView<Row>(
  props: RowsProps<Row> & {
    row: Row;
    at: number;
    active: boolean;
    onFocus: () => void;
    twoLines: boolean;
    style: React.CSSProperties;
  },
) {
  const { row, selection, columns } = props;
  const id = props.rowId(row);
  const [name, ...rest] = columns;
  const chosen = selection?.has(id) || props.openId === id;
  const opener = {
    className: s.open,
    tabIndex: props.active ? 0 : -1,
    onFocus: props.onFocus,
    "data-row": props.at,
    dir: "auto" as const,
    children: name?.cell(row),
  };
  return (
    <div
      className={s.row}
      role="row"
      aria-rowindex={props.at + 2}
      data-chosen={chosen || undefined}
      style={props.style}
    >
      <div role="cell" className={s.check}>
        {selection ? (
          <Checkbox
            checked={selection.has(id)}
            onChange={() => selection.toggle(id)}
            tabIndex={-1}
            aria-label="Select this row"
          />
        ) : null}
      </div>
      <div role="cell" className={cx(s.cell, s.first)}>
        {props.href ? (
          <A href={props.href(row)} {...opener} />
        ) : (
          <button type="button" onClick={() => props.onOpen?.(row)} {...opener} />
        )}
        {props.twoLines ? <span className={s.sub}>{props.subline?.(row)}</span> : null}
      </div>
      {rest.map((column) => (
        <div key={column.id} role="cell" className={s.cell} data-align={column.align}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

interface Roving {
  active: number;
  setActive: (at: number) => void;
  scroll: React.RefObject<HTMLDivElement | null>;
  reveal: (at: number) => void;
}

function useRowKeys<Row>(props: RowsProps<Row>, roving: Roving) {
  const { rows, rowId, selection } = props;
  function go(to: number) {
    const at = Math.max(0, Math.min(rows.length - 1, to));
    roving.setActive(at);
    roving.reveal(at);
    requestAnimationFrame(() => roving.scroll.current?.querySelector<HTMLElement>(`[data-row="${at}"]`)?.focus());
  }
  function inside(): boolean {
    return roving.scroll.current?.contains(document.activeElement) ?? false;
  }
  const next = () => go(inside() ? roving.active + 1 : roving.active);
  const previous = () => go(inside() ? roving.active - 1 : roving.active);
  const group = "List";
  useKeys([
    { keys: "j", label: "Next row", group, run: next },
    { keys: "k", label: "Previous row", group, run: previous },
    { keys: "ArrowDown", label: "Next row", group, run: next, hidden: true },
    { keys: "ArrowUp", label: "Previous row", group, run: previous, hidden: true },
    ...(selection
      ? [
          {
            keys: "x",
            label: "Select the row",
            group,
            run: () => {
              const row = rows[roving.active];
              if (row) selection.toggle(rowId(row));
            },
          },
        ]
      : []),
    ...(props.verbs ?? []).map((verb) => ({
      keys: verb.keys,
      label: verb.label,
      group,
      run: () => {
        const row = rows[roving.active];
        if (row) verb.run(row);
      },
    })),
  ]);
}

/** For controls inside a row: they lie above the link that covers it. */
export function AboveRow({ children }: { children: ReactNode }) {
  return <span className={s.above}>{children}</span>;
}
