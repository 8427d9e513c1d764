import type { Sequence } from "@haste/contract/nouns/sequences";
import { Button } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useTimes } from "../../app/clock.tsx";
import { plural } from "../../ui/numbers.ts";
import { useDiff } from "../publish/version-queries.ts";
import s from "./builder.module.css";
import type { DraftView } from "./keeper.ts";

/** Whether the draft is saved, and how far it is from what runs. */
export function DraftState({ sequence, draft, retry }: { sequence: Sequence; draft: DraftView; retry: () => void }) {
  const times = useTimes();
  const version = sequence.publishedVersion;
  // The server says it, because it knows the words of templates that a version holds and a draft only names.
  const differences = useDiff(sequence, version, null).data?.changes ?? [];
  const changes = differences.filter(({ kind }) => kind !== "settings").length;
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
      {changes === 0 && differences.length > 0 ? ` · settings changed since version ${version}` : null}
      {draft.state === "failed" ? (
        <Button size="xs" variant="subtle" onClick={retry}>
          Try again
        </Button>
      ) : null}
    </span>
  );
}
