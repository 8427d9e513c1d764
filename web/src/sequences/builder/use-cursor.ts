import { useEffect, useRef, useState } from "react";
import { useUrlState } from "../../ui/use-url-state.ts";
import { NARROW, useMedia } from "../../ui/use-width.ts";
import { focusRow } from "./outline.tsx";
import type { Row } from "./rows.ts";

/**
 * Where the keyboard stands in the outline, and which step is open beside it: beside each other on a wide screen both
 * are one; on a narrow one the step lies over the outline and is opened with Enter. The open step stands in the address.
 */
export function useCursor(rows: readonly Row[]) {
  const [url, setUrl] = useUrlState();
  const isNarrow = useMedia(NARROW);
  const first = rows.find((row) => row.kind === "step")?.id ?? rows[0]?.id ?? "";
  const [wanted, setWanted] = useState(url.step ?? first);
  const cursor = rows.some((row) => row.id === wanted) ? wanted : first;
  const stepId = url.step ?? null;
  const focusNext = useRef<string | null>(null);
  useEffect(() => {
    if (stepId !== null) setWanted(stepId);
  }, [stepId]);
  // A row made by the change before exists only now.
  useEffect(() => {
    if (focusNext.current !== null && focusRow(focusNext.current)) focusNext.current = null;
  });
  const row = rows.find((each) => each.id === cursor);
  const beside = row?.kind === "step" ? cursor : null;
  return {
    cursor,
    row,
    isNarrow,
    openId: isNarrow ? stepId : beside,
    moveTo(id: string) {
      setWanted(id);
      const isOther = rows.find((each) => each.id === id)?.kind !== "step";
      if (!isNarrow) setUrl({ step: isOther ? null : id }, { replace: true });
    },
    /** Shows a row that may only come with the next change, and puts the focus there. */
    show(id: string | null) {
      setWanted(id ?? "start");
      if (!isNarrow) setUrl({ step: id }, { replace: true });
      focusNext.current = id ?? "start";
    },
    open: (id: string) => setUrl({ step: id }, { replace: true }),
    close() {
      if (isNarrow) setUrl({ step: null }, { replace: true });
      focusRow(cursor);
    },
  };
}
