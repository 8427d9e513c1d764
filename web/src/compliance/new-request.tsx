import { readAddress } from "@haste/engine/enroll";
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./compliance.module.css";
import { kindTexts, kindWords, type RequestKind } from "./request-words.ts";

const kinds = (Object.keys(kindWords) as RequestKind[]).map((value) => ({ value, label: kindWords[value] }));

/** What somebody asked for; the month to answer begins with the day it came. */
export function NewRequest({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [kind, setKind] = useState<RequestKind>("access");
  const [cameOn, setCameOn] = useState("");
  const [note, setNote] = useState("");
  const add = useMutation({
    mutationFn: () =>
      api("POST /gdpr-requests", {
        body: {
          kind,
          email: email.trim(),
          ...(cameOn === "" ? {} : { receivedAt: `${cameOn}T00:00:00Z` }),
          ...(note.trim() === "" ? {} : { note: note.trim() }),
        },
      }),
    onSuccess: (request) => {
      void queries.invalidateQueries({ queryKey: ["gdpr-requests"] });
      toastDone(request.kind === "objection" ? `${request.email} gets no more mail.` : "The request is noted.");
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (readAddress(email).ok) add.mutate();
  }
  return (
    <Modal opened onClose={onClose} title="New request" size={480}>
      <form onSubmit={submit} className={s.form}>
        <TextInput
          label="Whose"
          placeholder="ada@acme.com"
          value={email}
          maxLength={320}
          data-autofocus
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Select
          label="What they ask for"
          description={kindTexts[kind]}
          allowDeselect={false}
          value={kind}
          data={kinds}
          onChange={(next) => setKind((next ?? "access") as RequestKind)}
        />
        <TextInput
          type="date"
          label="When it came"
          description="Today, where left empty"
          value={cameOn}
          onChange={(event) => setCameOn(event.currentTarget.value)}
        />
        <TextInput
          label="Note"
          description="How it came, and how you know who it was. It is erased with the person."
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {add.error ? <ErrorState error={add.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={add.isPending} disabled={!readAddress(email).ok}>
            {kind === "objection" ? "Suppress them" : "Note it"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
