import type { ReportSchedule } from "@haste/contract/nouns/report-schedules";
import type { SavedView } from "@haste/contract/nouns/saved-views";
import { ActionIcon, Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../app/session.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { Links } from "./links.tsx";
import { MailForm } from "./mail-form.tsx";
import { MailRow } from "./mail-row.tsx";
import { schedulesQuery } from "./queries.ts";
import s from "./reports.module.css";

interface PanelProps {
  readonly saved: readonly SavedView[];
  /** The view that is open, which a new one would mail. */
  readonly open: string | undefined;
  readonly onClose: () => void;
}

/** How others see a view: by mail, with what came of the last one, and by a link. */
export function SharePanel({ saved, open, onClose }: PanelProps) {
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Reports", run: onClose }]);
  const list = useQuery(schedulesQuery);
  const [isNew, setIsNew] = useState(false);
  const mayShare = useMe().permissions.includes("reports:write");
  return (
    <SidePanel label="Shared reports" width={420} over>
      <PanelHeader title="Share a view">
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <h3 className={s.panelTitle}>By mail</h3>
      {list.error && !list.data ? <ErrorState error={list.error} retry={() => void list.refetch()} /> : null}
      {list.isPending ? <SkeletonRows rows={2} height={72} /> : null}
      {list.data ? <Mails mails={list.data.data} hasViews={saved.length > 0} mayChange={mayShare} /> : null}
      {mayShare && isNew ? <MailForm saved={saved} open={open} onDone={() => setIsNew(false)} /> : null}
      {mayShare && !isNew ? (
        <div className={s.more}>
          <Button size="xs" disabled={saved.length === 0} onClick={() => setIsNew(true)}>
            Mail a view
          </Button>
        </div>
      ) : null}
      {mayShare ? (
        <Links saved={saved} open={open} />
      ) : (
        <p className={s.panelNote}>Whoever may change reports mails views and makes links: an admin here.</p>
      )}
    </SidePanel>
  );
}

interface MailsProps {
  readonly mails: readonly ReportSchedule[];
  readonly hasViews: boolean;
  readonly mayChange: boolean;
}

function Mails({ mails, hasViews, mayChange }: MailsProps) {
  if (mails.length > 0)
    return (
      <ol className={s.files}>
        {mails.map((mail) => (
          <MailRow key={mail.id} mail={mail} mayChange={mayChange} />
        ))}
      </ol>
    );
  return (
    <p className={s.panelNote}>
      {hasViews
        ? "No report goes out by mail yet. A saved view can be mailed daily, weekly or monthly, as a file."
        : "Save what the report shows as a view first (View, at the right); a view can be mailed and linked."}
    </p>
  );
}
