import type { Editor } from "@tiptap/core";
import { useCallback, useSyncExternalStore } from "react";

/** A look at an editor that is drawn again only when what it tells changes. */
export function useEditor<T extends string | number | boolean | null>(
  editor: Editor | null,
  look: (editor: Editor) => T,
): T | null {
  const subscribe = useCallback(
    (listener: () => void) => {
      editor?.on("transaction", listener);
      return () => {
        editor?.off("transaction", listener);
      };
    },
    [editor],
  );
  return useSyncExternalStore(subscribe, () => (editor === null ? null : look(editor)));
}
