import { ApiProblem } from "@haste/contract/client";
import type { Impact } from "@haste/contract/nouns/publishing";
import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button, Modal } from "@mantine/core";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { api } from "../../app/api.ts";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { plural } from "../../ui/numbers.ts";
import { ErrorState } from "../../ui/state/error.tsx";
import { SkeletonRows } from "../../ui/state/skeleton.tsx";
import { toastDone } from "../../ui/toast.tsx";
import { draftSaved } from "../pending-draft.ts";
import { sequenceKey, useKeepSequence } from "../queries.ts";
import { Changes } from "./changes.tsx";
import { type Choices, migrationsOf, publishedWords } from "./choices.ts";
import { Groups } from "./groups.tsx";
import s from "./publish.module.css";

interface PublishDialogProps {
  readonly sequence: Sequence;
  readonly onClose: () => void;
  /** What keeps it from being published belongs beside the steps; the page shows it there. */
  readonly onRefused: (error: unknown) => void;
}

/** What changes, for whom, and what becomes of them; nothing is written before the last button. */
export function PublishDialog({ sequence, onClose, onRefused }: PublishDialogProps) {
  const [choices, setChoices] = useState<Choices>(new Map());
  const keep = useKeepSequence();
  const preview = usePreview(sequence, choices);
  const publish = useMutation({
    mutationFn: () => send(sequence.id, choices, false),
    onSuccess: ({ impact, moves: _, ...published }) => {
      keep(published);
      toastDone(publishedWords(impact));
      onClose();
    },
  });
  const error = preview.error ?? publish.error;
  const isRefused = error instanceof ApiProblem && Boolean(error.body.errors?.length);
  useEffect(() => {
    if (isRefused) onRefused(error);
  }, [isRefused, error, onRefused]);
  const impact = preview.data;
  const canPublish = impact !== undefined && !preview.isPlaceholderData && !publish.isPending;
  useKeys([{ keys: "mod+Enter", label: "Publish", group: "This dialog", run: () => canPublish && publish.mutate() }]);
  return (
    <Modal opened onClose={onClose} title={titleOf(sequence, impact)} size={860}>
      {error ? <ErrorState error={error} retry={() => void preview.refetch()} /> : null}
      {impact ? (
        <div className={s.body} aria-busy={preview.isPlaceholderData}>
          <Changes diff={impact.diff} />
          <Groups impact={impact} choices={choices} onChoose={setChoices} />
        </div>
      ) : null}
      {impact || error ? null : <SkeletonRows rows={5} />}
      <div className={s.foot}>
        <span className="second">{impact ? footOf(impact) : ""}</span>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="filled"
          disabled={!canPublish}
          loading={publish.isPending}
          rightSection={<Kbd keys="mod+Enter" />}
          onClick={() => publish.mutate()}
        >
          Publish version {impact?.version ?? nextVersion(sequence)}
        </Button>
      </div>
    </Modal>
  );
}

/** What would happen, told anew with each choice: the server says it, so that the dialog and the deed cannot disagree. */
function usePreview(sequence: Sequence, choices: Choices) {
  return useQuery({
    queryKey: [...sequenceKey(sequence.id), "publish", sequence.version, migrationsOf(choices)],
    queryFn: async () => (await send(sequence.id, choices, true)).impact,
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
}

/** What was typed last is part of what is published. */
async function send(id: string, choices: Choices, dryRun: boolean) {
  await draftSaved();
  return api("POST /sequences/:id/publish", { params: { id }, body: { dryRun, migrations: migrationsOf(choices) } });
}

function nextVersion(sequence: Sequence): number {
  return (sequence.publishedVersion ?? 0) + 1;
}

function titleOf(sequence: Sequence, impact: Impact | undefined): string {
  const version = `Publish version ${impact?.version ?? nextVersion(sequence)}`;
  if (impact === undefined) return version;
  return impact.people === 0 ? `${version}; nobody is on the way` : `${version}; ${people(impact.people)} on the way`;
}

const people = (n: number) => plural(n, "person is", "people are");

function footOf({ groups }: Impact): string {
  const taken = groups.filter(({ action }) => action !== "keep").reduce((sum, group) => sum + group.people, 0);
  if (taken === 0) return "New people start on it at once; whoever is on the way finishes as they began.";
  return `New people start on it at once; ${people(taken)} taken along, and nobody gets a mail twice.`;
}
