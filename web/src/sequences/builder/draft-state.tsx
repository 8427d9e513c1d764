import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useTimes } from "../../app/clock.tsx";
import { plural } from "../../ui/numbers.ts";
import s from "./builder.module.css";
import type { DraftView } from "./keeper.ts";
import { countChanges } from "./model.ts";

/** Whether the draft is saved, and how far it is from what runs. */
export function DraftState({ sequence, draft, retry }: { sequence: Sequence; draft: DraftView; retry: () => void }) {
  const times = useTimes();
  const version = sequence.publishedVersion;
  const published = useQuery({
    queryKey: ["sequences", sequence.id, "versions", version],
    queryFn: ({ signal }) =>
      api("GET /sequences/:id/versions", { params: { id: sequence.id }, query: { limit: 1 }, signal }),
    enabled: version !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const before = published.data?.data[0]?.steps;
  const changes = before ? countChanges(before, draft.steps) : 0;
  const saving = {
    saved: `Draft saved ${times.when(sequence.updatedAt)}`,
    changed: "Draft not saved yet",
    saving: "Saving…",
    failed: "Draft not saved",
    conflict: "Draft not saved",
  }[draft.state];
  return (
    <span className={s.saved} role="status" data-failed={draft.state === "failed" || undefined}>
      <IconHistory size={14} stroke={1.75} aria-hidden="true" />
      {saving}
      {changes > 0 ? ` · ${plural(changes, "change", "changes")} since version ${version}` : null}
      {before && changes === 0 && sequence.hasUnpublishedChanges
        ? ` · settings changed since version ${version}`
        : null}
      {draft.state === "failed" ? (
        <Button size="xs" variant="subtle" onClick={retry}>
          Try again
        </Button>
      ) : null}
    </span>
  );
}
