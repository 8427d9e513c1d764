import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { MailToJudge } from "../app/mail/mail-to-judge.ts";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./standing.module.css";
import { useSenders } from "./standing-queries.ts";

interface MailFormProps {
  /** What stands in it at first. */
  readonly brought?: MailToJudge | undefined;
  /** What is done with the mail: `Judge it`. */
  readonly verb: string;
  readonly needsSubject?: boolean;
  readonly isRunning: boolean;
  readonly error: Error | null;
  readonly onSubmit: (mail: { sendingAccountId: string; subject: string; htmlContent: string }) => void;
}

/** A mail written or pasted, and the account it would leave from. */
export function MailForm({ brought, verb, needsSubject = false, isRunning, error, onSubmit }: MailFormProps) {
  const senders = useSenders();
  const [accountId, setAccountId] = useState<string | null>(null);
  const [subject, setSubject] = useState(brought?.subject ?? "");
  const [htmlContent, setHtml] = useState(brought?.htmlContent ?? "");
  // Who is paused sends nothing, and may be there only to be looked into.
  const accounts = (senders.data?.data ?? []).toSorted(
    (a, b) => Number(b.status === "active") - Number(a.status === "active"),
  );
  const sendingAccountId = accountId ?? accounts[0]?.id ?? null;
  const isWhole = htmlContent.trim() !== "" && (!needsSubject || subject.trim() !== "");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (sendingAccountId !== null) onSubmit({ sendingAccountId, subject: subject.trim(), htmlContent });
  }
  return (
    <form className={s.form} onSubmit={submit}>
      <Select
        label="From"
        value={sendingAccountId}
        data={accounts.map(({ id, email }) => ({ value: id, label: email }))}
        onChange={setAccountId}
        allowDeselect={false}
      />
      <TextInput label="Subject" value={subject} onChange={(event) => setSubject(event.currentTarget.value)} />
      <Textarea
        label="HTML or text"
        rows={8}
        value={htmlContent}
        onChange={(event) => setHtml(event.currentTarget.value)}
        placeholder="<p>Hi, …</p>"
      />
      {senders.error ? <ErrorState error={senders.error} retry={() => void senders.refetch()} /> : null}
      {error ? <ErrorState error={error} /> : null}
      <div className={s.foot}>
        <Button type="submit" variant="filled" loading={isRunning} disabled={sendingAccountId === null || !isWhole}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
