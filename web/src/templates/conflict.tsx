import type { Template } from "@haste/contract/nouns/templates";
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { DiffView } from "./diff-view.tsx";
import s from "./templates.module.css";
import type { Draft } from "./use-draft.ts";

/** Somebody else saved meanwhile: what mine would change in theirs, and nothing is saved before one of them is chosen. */
export function Conflict({ draft, template }: { draft: Draft; template: Template }) {
  const { words } = draft;
  const theirs = useQuery({
    queryKey: ["templates", template.id, "theirs"],
    queryFn: async ({ signal }) => {
      const { diffContents } = await import("@haste/engine/template");
      const now = await api("GET /templates/:id", { params: { id: template.id }, signal });
      const diff = diffContents(now, words).map(({ part, runs }) => ({ part, runs: [...runs] }));
      return { now, diff };
    },
    gcTime: 0,
  });
  const settle = (whose: "mine" | "theirs") => theirs.data && draft.settle(whose, theirs.data.now);
  return (
    <Modal opened onClose={() => {}} withCloseButton={false} title="Somebody else saved this template" size={640}>
      <p className="second">Yours are not saved. This is what your words would change in theirs:</p>
      {theirs.error ? <ErrorState error={theirs.error} retry={() => void theirs.refetch()} /> : null}
      {theirs.isPending ? <SkeletonRows rows={3} /> : null}
      {theirs.data ? <DiffView diff={theirs.data.diff} /> : null}
      <div className={s.foot}>
        <Button disabled={!theirs.data} onClick={() => settle("theirs")}>
          Take theirs
        </Button>
        <Button variant="filled" disabled={!theirs.data} onClick={() => settle("mine")}>
          Go on with mine
        </Button>
      </div>
    </Modal>
  );
}
