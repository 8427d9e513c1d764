import type { Sequence } from "@haste/contract/nouns/sequences";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { plural } from "../../ui/numbers.ts";
import { toastDone } from "../../ui/toast.tsx";
import { draftSaved } from "../pending-draft.ts";
import { useKeepSequence } from "../queries.ts";
import { peopleIn } from "./standing-words.ts";

/** Goes back to a version; for ten seconds one press brings back what was published, and the draft that was given up. */
export function useRevert(sequence: Sequence) {
  const keep = useKeepSequence();
  const present = sequence.publishedVersion;
  const undo = useMutation({
    mutationFn: async (before: Sequence) => {
      const { id, publishedVersion, hasUnpublishedChanges, steps, settings } = before;
      const params = { id };
      const version = publishedVersion ?? 1;
      const published = await api("POST /sequences/:id/revert", { params, body: { version } });
      keep(published);
      if (hasUnpublishedChanges) keep(await api("PUT /sequences/:id", { params, body: { steps, settings } }));
    },
  });
  const revert = useMutation({
    mutationFn: async (version: number) => {
      await draftSaved();
      return api("POST /sequences/:id/revert", { params: { id: sequence.id }, body: { version } });
    },
    onSuccess: ({ impact, moves: _, ...reverted }, version) => {
      keep(reverted);
      const back = () => undo.mutate(sequence);
      if (version === present) return toastDone(`The draft says what version ${version} says.`, back);
      const taken = peopleIn(impact.groups.filter(({ action }) => action !== "keep"));
      const people = taken === 0 ? "" : `; ${plural(taken, "person goes", "people go")} on in it`;
      const said = `Version ${impact.version} says what version ${version} said${people}.`;
      return toastDone(said, back);
    },
  });
  return { revert, error: revert.error ?? undo.error };
}
