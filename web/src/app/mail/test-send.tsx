import type { Template } from "@haste/contract/nouns/templates";
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import { api } from "../api.ts";
import { useIsSandbox } from "../session.ts";
import s from "./mail.module.css";

/** The words of a test, saved or not. */
export type TestContent = Pick<Template, "subject" | "htmlContent" | "textContent" | "preheader">;

interface TestSendProps {
  readonly content: TestContent;
  /** Whose fields fill it; null: nobody's. */
  readonly person: { readonly id: string; readonly name: string } | null;
  readonly onClose: () => void;
}

/** Sends the mail as it would arrive, to oneself; it counts in no sequence. */
export function TestSend({ content, person, onClose }: TestSendProps) {
  const isSandbox = useIsSandbox();
  const accounts = useQuery({
    queryKey: ["sending-accounts"],
    queryFn: ({ signal }) => api("GET /sending-accounts", { query: { limit: 200 }, signal }),
    staleTime: 30_000,
  });
  const usable = (accounts.data?.data ?? []).filter(({ status }) => status === "active");
  const [chosen, setChosen] = useState<string | null>(null);
  const [to, setTo] = useState("");
  const accountId = chosen ?? usable[0]?.id ?? null;
  const send = useMutation({
    mutationFn: () => {
      const { subject, htmlContent, textContent, preheader } = content;
      const parts = { subject, htmlContent, textContent: textContent || null, preheader: preheader || null };
      return api("POST /templates/test-send", {
        body: {
          content: parts,
          contactId: person?.id ?? null,
          sendingAccountId: accountId ?? "",
          to: to.trim() || null,
        },
      });
    },
    onSuccess: () => {
      toastDone(`The test is on its way to ${to.trim() || "you"}.`);
      onClose();
    },
  });
  const hasSubject = content.subject.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (accountId !== null && hasSubject && !send.isPending) send.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="Send a test" size={440}>
      <form className={s.test} onSubmit={submit}>
        <p className="second">
          {person ? `Filled as for ${person.name}.` : "Filled as for nobody."} Files do not go along.
        </p>
        <TextInput
          label="To"
          type="email"
          data-autofocus
          placeholder="Your own address"
          description={
            isSandbox ? "Any address: a sandbox catches every mail" : "Yours, or a colleague’s of this workspace"
          }
          inputWrapperOrder={["label", "input", "description", "error"]}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Select
          label="From"
          allowDeselect={false}
          placeholder={accounts.isPending ? "Loading" : "No sending account is active"}
          data={usable.map(({ id, email }) => ({ value: id, label: email }))}
          value={accountId}
          onChange={setChosen}
        />
        {hasSubject ? null : <p className="second">It needs a subject first: a test begins a thread of its own.</p>}
        {accounts.error ? <ErrorState error={accounts.error} /> : null}
        {send.error ? <ErrorState error={send.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={accountId === null || !hasSubject} loading={send.isPending}>
            Send it
          </Button>
        </div>
      </form>
    </Modal>
  );
}
