import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { useState } from "react";
import { useMe } from "../../app/session.ts";
import { Section } from "../../ui/page.tsx";
import { toastDone } from "../../ui/toast.tsx";
import { useSaveAccount } from "../queries.ts";
import { ServerFields } from "../server-fields.tsx";
import { type ServerForm, serverFormOf, serverInput } from "../server-form.ts";
import { SectionForm } from "./section-form.tsx";

/** Where mail goes out and replies are read; passwords are stored sealed and never come back. */
export function ServersSection({ account }: { account: SendingAccount }) {
  const me = useMe();
  const stored = { smtp: serverFormOf(account.smtp, "smtp"), imap: serverFormOf(account.imap, "imap") };
  const [smtp, setSmtp] = useState<ServerForm>(stored.smtp);
  const [imap, setImap] = useState<ServerForm>(stored.imap);
  const save = useSaveAccount(account.id, () => toastDone("Servers are saved. Check them."));
  if (me.workspace.mode === "sandbox") {
    return (
      <Section title="Servers">
        <p className="quiet">In a sandbox every account uses the mail server inside this product.</p>
      </Section>
    );
  }
  const isChanged = JSON.stringify(stored) !== JSON.stringify({ smtp, imap });
  const onSave = () => save.mutate({ smtp: serverInput(smtp), imap: serverInput(imap) });
  return (
    <SectionForm title="Servers" isChanged={isChanged} isSaving={save.isPending} error={save.error} onSave={onSave}>
      {account.provider === "smtp" ? (
        <ServerFields legend="Sending (SMTP)" form={smtp} onChange={setSmtp} hasPassword={account.smtp?.hasPassword} />
      ) : null}
      <ServerFields legend="Reading (IMAP)" form={imap} onChange={setImap} hasPassword={account.imap?.hasPassword} />
    </SectionForm>
  );
}
