// biome-ignore-all lint/a11y/useSemanticElements: a <table> that is laid out as a grid loses its roles in Safari, so the roles are written out
// biome-ignore-all lint/a11y/useFocusableInteractive: focus roves over the rows' links, not over rows and heads
import { Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cx } from "../cx.ts";
import { A } from "../link.tsx";
import { useWidth } from "../use-width.ts";
import s from "./list.module.css";
import { useRowKeys } from "./row-keys.ts";
import { RowMenu } from "./row-menu.tsx";
import type { Column, RowsProps } from "./rows-props.ts";

export type { Column } from "./rows-props.ts";

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

  const [menuOf, setMenuOf] = useState<string | null>(null);
  useRowKeys(props, {
    active,
    setActive,
    scroll,
    reveal: (at) => virtual.scrollToIndex(at, { align: "auto" }),
    openMenu: setMenuOf,
  });

  const tracks = [
    selection ? "32px" : "10px",
    ...columns.map((column) => column.width),
    ...(props.menu ? ["24px"] : []),
  ];
  const grid = { gridTemplateColumns: tracks.join(" ") };
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
              <div
                key={column.id}
                role="columnheader"
                className={s.cell}
                data-align={column.align}
                aria-sort={column.sort?.is ?? undefined}
              >
                {column.sort ? <SortHead sort={column.sort}>{column.header}</SortHead> : column.header}
              </div>
            ))}
            {props.menu ? (
              <div role="columnheader">
                <span className="sr">Menu</span>
              </div>
            ) : null}
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
                menuOpened={menuOf === item.key}
                onMenu={(opened) => setMenuOf(opened ? String(item.key) : null)}
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

function SortHead({ sort, children }: { sort: NonNullable<Column<never>["sort"]>; children: ReactNode }) {
  const Icon = sort.is === "descending" ? IconArrowDown : IconArrowUp;
  return (
    <button type="button" className={s.sort} onClick={sort.toggle} data-on={sort.is !== null || undefined}>
      {children}
      <Icon size={12} stroke={1.75} aria-hidden="true" />
    </button>
  );
}

function RowView<Row>(
  props: RowsProps<Row> & {
    row: Row;
    at: number;
    active: boolean;
    onFocus: () => void;
    menuOpened: boolean;
    onMenu: (opened: boolean) => void;
    twoLines: boolean;
    style: React.CSSProperties;
  },
) {
  const { row, selection, columns } = props;
  const own = useRef<HTMLDivElement>(null);
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
      ref={own}
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
            onChange={(event) =>
              (event.nativeEvent as MouseEvent).shiftKey
                ? selection.extend(id, props.rows.map(props.rowId))
                : selection.toggle(id)
            }
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
      {props.menu ? (
        <div role="cell" className={s.above}>
          <RowMenu
            row={row}
            verbs={props.verbs ?? []}
            opened={props.menuOpened}
            onChange={(opened) => {
              props.onMenu(opened);
              // Back to the row, from where its keys work.
              if (!opened) requestAnimationFrame(() => own.current?.querySelector<HTMLElement>("[data-row]")?.focus());
            }}
            active={props.active}
          />
        </div>
      ) : null}
    </div>
  );
}

/** For controls inside a row: they lie above the link that covers it. */
export function AboveRow({ children }: { children: ReactNode }) {
  return <span className={s.above}>{children}</span>;
}
