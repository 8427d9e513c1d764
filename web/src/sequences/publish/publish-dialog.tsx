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
import { PreflightLine } from "../preflight/preflight-line.tsx";
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
      toastDone(publishedWords(impact, impact.version > (sequence.publishedVersion ?? 0)));
      onClose();
    },
  });
  const error = preview.error ?? publish.error;
  const isRefused = error instanceof ApiProblem && Boolean(error.body.errors?.length);
  useEffect(() => {
    if (isRefused) onRefused(error);
  }, [isRefused, error, onRefused]);
  const impact = preview.data;
  const isIdle = onlyMoves(sequence, impact) && takenBy(impact) === 0;
  const canPublish = impact !== undefined && !preview.isPlaceholderData && !publish.isPending && !isIdle;
  useKeys([{ keys: "mod+Enter", label: "Publish", group: "This dialog", run: () => canPublish && publish.mutate() }]);
  return (
    <Modal opened onClose={onClose} title={titleOf(sequence, impact)} size={860}>
      {error ? <ErrorState error={error} retry={() => void preview.refetch()} /> : null}
      {impact ? (
        <div className={s.body} aria-busy={preview.isPlaceholderData}>
          {onlyMoves(sequence, impact) ? null : <Changes diff={impact.diff} />}
          <Groups impact={impact} choices={choices} onChoose={setChoices} />
        </div>
      ) : null}
      {impact || error ? null : <SkeletonRows rows={5} />}
      {onlyMoves(sequence, impact) ? null : <PreflightLine sequence={sequence} />}
      <div className={s.foot}>
        <span className="second">{impact ? footOf(impact, !onlyMoves(sequence, impact)) : ""}</span>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="filled"
          disabled={!canPublish}
          loading={publish.isPending}
          rightSection={<Kbd keys="mod+Enter" />}
          onClick={() => publish.mutate()}
        >
          {verbOf(sequence, impact)}
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

/** Where the draft has nothing unpublished, only people move: from older versions to the present one. */
function onlyMoves(sequence: Sequence, impact: Impact | undefined): boolean {
  return impact !== undefined && impact.version === sequence.publishedVersion;
}

function verbOf(sequence: Sequence, impact: Impact | undefined): string {
  if (onlyMoves(sequence, impact)) return `Move ${plural(takenBy(impact), "person", "people")}`;
  return `Publish version ${impact?.version ?? nextVersion(sequence)}`;
}

function titleOf(sequence: Sequence, impact: Impact | undefined): string {
  if (impact !== undefined && onlyMoves(sequence, impact))
    return `Move people to version ${impact.version}; ${people(impact.people)} on older ones`;
  const version = `Publish version ${impact?.version ?? nextVersion(sequence)}`;
  if (impact === undefined) return version;
  return impact.people === 0 ? `${version}; nobody is on the way` : `${version}; ${people(impact.people)} on the way`;
}

const people = (n: number) => plural(n, "person is", "people are");

function takenBy(impact: Impact | undefined): number {
  return impact?.groups.filter(({ action }) => action !== "keep").reduce((sum, group) => sum + group.people, 0) ?? 0;
}

function footOf(impact: Impact, isNew: boolean): string {
  const taken = takenBy(impact);
  if (!isNew) return taken === 0 ? "Choose whom to take along." : "Nobody gets a mail twice.";
  if (taken === 0) return "New people start on it at once; whoever is on the way finishes as they began.";
  return `New people start on it at once; ${people(taken)} taken along, and nobody gets a mail twice.`;
}
