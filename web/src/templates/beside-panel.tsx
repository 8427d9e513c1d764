import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { MailExtras } from "../app/mail/mail-extras.tsx";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import s from "./templates.module.css";
import type { Draft } from "./use-draft.ts";

/** What goes with the mail beside its words. */
export function BesidePanel({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { utm, attachments } = draft.words;
  return (
    <SidePanel label="Files and UTM" width={480} over>
      <PanelHeader title="Files and UTM">
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      <div className={s.snippet}>
        <MailExtras value={{ utm, attachments }} onChange={(part) => draft.change(part)} />
      </div>
    </SidePanel>
  );
}
