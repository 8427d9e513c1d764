import type { Template, TemplateVersion } from "@haste/contract/nouns/templates";
import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { toastDone } from "../ui/toast.tsx";
import { DiffView } from "./diff-view.tsx";
import s from "./history.module.css";
import { useKeepTemplate, useVersions } from "./queries.ts";
import type { Draft } from "./use-draft.ts";

interface HistoryPanelProps {
  readonly template: Template;
  readonly draft: Draft;
  readonly onClose: () => void;
}

/** Every version with what it changed; an old one comes back as the next one, so that nothing is lost by it either. */
export function HistoryPanel({ template, draft, onClose }: HistoryPanelProps) {
  const versions = useVersions(template.id);
  const [open, setOpen] = useState<number | null>(template.contentVersion);
  return (
    <SidePanel label="History" width={480} over>
      <PanelHeader title="History">
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      {versions.error ? <ErrorState error={versions.error} retry={() => void versions.refetch()} /> : null}
      {versions.isPending ? <SkeletonRows rows={4} height={52} /> : null}
      <ol className={s.versions}>
        {versions.data?.data.map((version) => (
          <Version
            key={version.version}
            version={version}
            template={template}
            isOpen={open === version.version}
            isTyped={draft.isChanged}
            onOpen={() => setOpen(open === version.version ? null : version.version)}
          />
        ))}
      </ol>
    </SidePanel>
  );
}

function Version(props: {
  version: TemplateVersion;
  template: Template;
  isOpen: boolean;
  isTyped: boolean;
  onOpen: () => void;
}) {
  const { version, template, isOpen, isTyped } = props;
  const times = useTimes();
  const keep = useKeepTemplate();
  const isNow = version.version === template.contentVersion;
  const restore = useMutation({
    mutationFn: () =>
      api("POST /templates/:id/restore", {
        params: { id: template.id },
        body: { version: version.version },
        headers: { "If-Match": `"v${template.version}"` },
      }),
    onSuccess: ({ touches: _, ...next }) => {
      keep(next);
      toastDone(`Version ${version.version} is back, as version ${next.contentVersion}.`);
    },
  });
  return (
    <li>
      <button type="button" className={s.version} aria-expanded={isOpen} onClick={props.onOpen}>
        <b>Version {version.version}</b>
        <span className="second">
          {version.createdByName} · {times.when(version.createdAt)}
        </span>
        <span className="quiet">
          {isNow ? "now" : null}
          {version.restores !== null ? ` brings back ${version.restores}` : null}
        </span>
      </button>
      {isOpen ? (
        <div className={s.opened}>
          {restore.error ? <ErrorState error={restore.error} /> : null}
          {version.diff === null ? <p className="quiet">The first words.</p> : <DiffView diff={version.diff} />}
          {isNow || template.archivedAt !== null ? null : (
            <Button size="xs" disabled={isTyped} loading={restore.isPending} onClick={() => restore.mutate()}>
              Bring it back as version {template.contentVersion + 1}
            </Button>
          )}
          {isTyped && !isNow ? <p className="quiet">Save or discard your words first.</p> : null}
        </div>
      ) : null}
    </li>
  );
}
