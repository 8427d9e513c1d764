import { useCallback, useMemo, useRef, useState } from "react";

/** Which rows of a list are chosen; ids that left the list stay chosen until cleared, so paging loses nothing. */
export interface RowSelection {
  readonly ids: ReadonlySet<string>;
  readonly has: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** Chooses everything between the row touched last and this one; `order` is the list as it is shown. */
  readonly extend: (id: string, order: readonly string[]) => void;
  readonly setAll: (ids: readonly string[], chosen: boolean) => void;
  readonly clear: () => void;
}

export function useRowSelection(): RowSelection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string | null>(null);
  const toggle = useCallback((id: string) => {
    anchor.current = id;
    setIds((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const setAll = useCallback((all: readonly string[], chosen: boolean) => {
    setIds((before) => {
      const next = new Set(before);
      for (const id of all) chosen ? next.add(id) : next.delete(id);
      return next;
    });
  }, []);
  const extend = useCallback(
    (id: string, order: readonly string[]) => {
      setAll(between(order, anchor.current, id), true);
      anchor.current = id;
    },
    [setAll],
  );
  const clear = useCallback(() => {
    anchor.current = null;
    setIds(new Set());
  }, []);
  return useMemo(
    () => ({ ids, has: (id) => ids.has(id), toggle, extend, setAll, clear }),
    [ids, toggle, extend, setAll, clear],
  );
}

/** The ids from one to the other, both included, whichever comes first; only `to` where the other is not in the list. */
export function between(order: readonly string[], from: string | null, to: string): readonly string[] {
  const [a, b] = [order.indexOf(from ?? to), order.indexOf(to)];
  return a < 0 || b < 0 ? [to] : order.slice(Math.min(a, b), Math.max(a, b) + 1);
}
