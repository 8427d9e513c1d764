import { useRef } from "react";
import { useKeys } from "../keys/use-keys.ts";
import type { RowsProps } from "./rows-props.ts";

/** Which row has the focus, and how it moves on. */
interface Roving {
  active: number;
  setActive: (at: number) => void;
  scroll: React.RefObject<HTMLDivElement | null>;
  reveal: (at: number) => void;
  openMenu: (id: string) => void;
}

/** J K move, X chooses (with Shift everything up to here), M opens the row's menu; each verb of the row has its own key. */
export function useRowKeys<Row>(props: RowsProps<Row>, roving: Roving) {
  const { rows, rowId, selection } = props;
  /** Where the focus is about to be: rows come into being as they scroll into sight, a frame later than a quick key. */
  const going = useRef<number | null>(null);
  function go(to: number) {
    const at = Math.max(0, Math.min(rows.length - 1, to));
    roving.setActive(at);
    roving.reveal(at);
    going.current = at;
    requestAnimationFrame(() => {
      roving.scroll.current?.querySelector<HTMLElement>(`[data-row="${at}"]`)?.focus();
      if (going.current === at) going.current = null;
    });
  }
  /** Where the focus is: rows move under it as news arrive, so the one it is in is meant, not the one that was there. */
  function here(): number | null {
    if (going.current !== null) return going.current;
    const focused = roving.scroll.current?.contains(document.activeElement) ? document.activeElement : null;
    const link = focused?.closest("[role=row]")?.querySelector<HTMLElement>("[data-row]");
    return link ? Number(link.dataset.row) : null;
  }
  /** A key that does something to a row does it to the one that has the focus, and to none otherwise. */
  function withRow(work: (row: Row, event: KeyboardEvent) => void) {
    return (event: KeyboardEvent) => {
      const row = rows[here() ?? -1];
      if (row) work(row, event);
    };
  }
  const step = (by: number) => {
    const at = here();
    go(at === null ? roving.active : at + by);
  };
  const next = () => step(1);
  const previous = () => step(-1);
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
            run: withRow((row, event) => {
              if (event.shiftKey) selection.extend(rowId(row), rows.map(rowId));
              else selection.toggle(rowId(row));
            }),
          },
        ]
      : []),
    ...(props.menu
      ? [
          {
            keys: "m",
            label: "What can be done with the row",
            group,
            run: withRow((row) => roving.openMenu(rowId(row))),
          },
        ]
      : []),
    ...(props.verbs ?? []).map((verb) => ({
      keys: verb.keys,
      label: verb.label,
      group,
      run: withRow((row) => {
        if (verb.fits?.(row) ?? true) verb.run(row);
      }),
    })),
  ]);
}
