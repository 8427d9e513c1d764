import type { Sequence } from "@haste/contract/nouns/sequences";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { problemCode } from "../../app/api.ts";
import { keepsDraft } from "../pending-draft.ts";
import { DraftKeeper } from "./keeper.ts";
import type { Steps } from "./model.ts";

/** What the builder hands over to be saved: the sequence with its steps as they are now, for the version they were read at. */
export type BuiltSequence = Pick<Sequence, "id" | "name" | "version"> & { readonly steps: Steps };

/** The draft of one sequence for as long as it is shown; what waits is saved when it is left. */
export function useDraft(sequence: Sequence, onSave: (sequence: BuiltSequence) => Promise<void>) {
  const latest = useRef({ sequence, onSave });
  latest.current = { sequence, onSave };
  const [keeper] = useState(
    () =>
      new DraftKeeper(sequence, {
        save: (draft) => {
          const { id, name } = latest.current.sequence;
          return latest.current.onSave({ id, name, ...draft });
        },
        isOutdated: (error) => problemCode(error) === "precondition_failed",
      }),
  );
  useEffect(() => keeper.receive(sequence), [keeper, sequence]);
  useEffect(() => {
    const leave = keepsDraft(keeper.flush);
    addEventListener("pagehide", keeper.flush);
    return () => {
      removeEventListener("pagehide", keeper.flush);
      leave();
      void keeper.flush();
    };
  }, [keeper]);
  return [useSyncExternalStore(keeper.subscribe, keeper.read), keeper] as const;
}
