import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { Button, Modal, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./forms.module.css";
import { useSaveAccount } from "./queries.ts";

/** Lets an account go on that complaints stopped: whoever does so says what was done about them. */
export function ResumeWithReason({ account, onClose }: { account: SendingAccount; onClose: () => void }) {
  const [reason, setReason] = useState("");
  const save = useSaveAccount(account.id, ({ email }) => {
    toastDone(`${email} is active. Complaints count anew from now on.`);
    onClose();
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate({ status: "active", resumeReason: reason.trim() });
  }
  return (
    <Modal opened onClose={onClose} title={`Resume ${account.email}`} size={480}>
      <form onSubmit={submit} className={s.form}>
        <p className="second">{account.statusReason}</p>
        <Textarea
          label="What was done about it?"
          description="Kept in the log with your name"
          rows={3}
          maxLength={1_000}
          value={reason}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {save.error ? <ErrorState error={save.error} /> : null}
        <div className={s.verbs}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={reason.trim().length < 3}>
            Resume
          </Button>
        </div>
      </form>
    </Modal>
  );
}
