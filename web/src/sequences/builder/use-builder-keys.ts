import { useEffect, useRef } from "react";
import { useKeys } from "../../ui/keys/use-keys.ts";

export interface BuilderVerbs {
  readonly add: () => void;
  readonly branch: () => void;
  readonly move: () => void;
  readonly moveBy: (by: -1 | 1) => void;
  readonly duplicate: () => void;
  readonly remove: () => void;
  readonly walk: (by: -1 | 1) => void;
  readonly leave: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** The keys of the builder; outline and canvas share them. Copying and pasting are the browser's own keys. */
export function useBuilderKeys(verbs: BuilderVerbs): void {
  const group = "Steps";
  useKeys([
    { keys: "j", label: "Next row", group, run: () => verbs.walk(1) },
    { keys: "k", label: "Row before", group, run: () => verbs.walk(-1) },
    { keys: "a", label: "Add a step after this one", group, run: verbs.add },
    { keys: "b", label: "Branch after this one", group, run: verbs.branch },
    { keys: "alt+ArrowUp", label: "Move the step up", group, run: () => verbs.moveBy(-1) },
    { keys: "alt+ArrowDown", label: "Move the step down", group, run: () => verbs.moveBy(1) },
    { keys: "m", label: "Move the step to…", group, run: verbs.move },
    { keys: "d", label: "Duplicate the step", group, run: verbs.duplicate },
    { keys: "Delete", label: "Take the step out", group, run: unlessBeside(verbs.remove) },
    { keys: "mod+z", label: "Undo", group, run: verbs.undo, yieldsToFields: true },
    { keys: "mod+shift+z", label: "Do it again", group, run: verbs.redo, yieldsToFields: true },
  ]);
  useEscape(verbs.leave);
}

/**
 * Escape leads out of the form beside the steps, out of its text fields too; an open list of options takes it first, so
 * it is looked at before that has closed.
 */
function useEscape(leave: () => void): void {
  const latest = useRef(leave);
  latest.current = leave;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !(event.target instanceof Element)) return;
      if (!event.target.closest("aside") || isOpen(event.target)) return;
      latest.current();
    };
    addEventListener("keydown", onKey, true);
    return () => removeEventListener("keydown", onKey, true);
  }, []);
}

/** Whether a list hangs at the field: of options, or of what can be put into a mail. */
function isOpen(field: Element): boolean {
  return field.getAttribute("aria-expanded") === "true" || field.closest("[data-menu-open]") !== null;
}

/** In the form beside the steps, Delete belongs to whatever has the focus there. */
function unlessBeside(run: () => void) {
  return (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest("aside")) return;
    run();
  };
}
