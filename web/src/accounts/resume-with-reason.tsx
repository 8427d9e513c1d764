import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button, Modal, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./forms.module.css";
import { type ProviderPace, recipientWords } from "./pace-words.ts";
import { useResumeTowards, useSaveAccount } from "./queries.ts";

/** Lets an account go on that complaints stopped: whoever does so says what was done about them. */
export function ResumeWithReason({ account, onClose }: { account: SendingAccount; onClose: () => void }) {
  const save = useSaveAccount(account.id, ({ email }) => {
    toastDone(`${email} is active. Complaints count anew from now on.`);
    onClose();
  });
  return (
    <ReasonForm
      title={`Resume ${account.email}`}
      reason={account.statusReason}
      saving={save}
      onSay={(resumeReason) => save.mutate({ status: "active", resumeReason })}
      onClose={onClose}
    />
  );
}

/** The same towards the one provider whose people complained. */
export function ResumeTowards({
  accountId,
  pace: { provider, stopReason },
}: {
  accountId: string;
  pace: Pick<ProviderPace, "provider" | "stopReason">;
}) {
  const [isOpen, setOpen] = useState(false);
  const name = recipientWords(provider);
  const resume = useResumeTowards(accountId, provider, () => {
    toastDone(`Mail goes to ${name} again. Complaints there count anew from now on.`);
    setOpen(false);
  });
  return (
    <>
      <Button size="compact-sm" aria-label={`Resume mail to ${name}`} onClick={() => setOpen(true)}>
        Resume…
      </Button>
      {isOpen ? (
        <ReasonForm
          title={`Resume mail to ${name}`}
          reason={stopReason}
          saving={resume}
          onSay={resume.mutate}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
}

interface Asked {
  title: string;
  reason: string | null;
  saving: { readonly isPending: boolean; readonly error: Error | null };
  onSay: (resumeReason: string) => void;
  onClose: () => void;
}

function ReasonForm({ title, reason, saving, onSay, onClose }: Asked) {
  const [done, setDone] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    onSay(done.trim());
  }
  return (
    <Modal opened onClose={onClose} title={title} size={480}>
      <form onSubmit={submit} className={s.form}>
        <p className="second">{reason}</p>
        <Textarea
          label="What was done about it?"
          description="Kept in the log with your name"
          rows={3}
          maxLength={1_000}
          value={done}
          data-autofocus
          onChange={(event) => setDone(event.currentTarget.value)}
        />
        {saving.error ? <ErrorState error={saving.error} /> : null}
        <div className={s.verbs}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={saving.isPending} disabled={done.trim().length < 3}>
            Resume
          </Button>
        </div>
      </form>
    </Modal>
  );
}
