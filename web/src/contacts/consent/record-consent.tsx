import type { Consent } from "@haste/contract/nouns/consents";
import { endOfConsent } from "@haste/engine/compliance";
import { Button, Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../../app/api.ts";
import { useClock } from "../../app/clock.tsx";
import {
  type ConsentBody,
  dayWords,
  type Ground,
  groundOf,
  groundWords,
  hasEnded,
  partsOf,
} from "../../ui/consent-words.ts";
import { cx } from "../../ui/cx.ts";
import { Kbd } from "../../ui/keys/kbd.tsx";
import { useKeys } from "../../ui/keys/use-keys.ts";
import { count, plural } from "../../ui/numbers.ts";
import p from "../../ui/panes.module.css";
import { ErrorState } from "../../ui/state/error.tsx";
import { toastDone } from "../../ui/toast.tsx";
import s from "../contacts.module.css";
import { fieldErrors } from "../field-errors.ts";

type Choice = { readonly contactIds: readonly string[] } | { readonly segmentId: string };

interface Props {
  readonly choice: Choice;
  /** "Ada Lovelace", "12 people", the name of a segment. */
  readonly whom: string;
  /** What stands, where it is about one person. */
  readonly current?: Consent | null;
  readonly onClose: () => void;
}

const choices = (Object.keys(groundWords) as Ground[]).map((value) => ({ value, label: groundWords[value].name }));

/** A record is written whole: what is left empty is not known, whatever stood before. */
export function RecordConsent({ choice, whom, current = null, onClose }: Props) {
  const { now } = useClock();
  const [ground, setGround] = useState<Ground>(current ? groundOf(current) : "express");
  const [givenOn, setGivenOn] = useState("");
  const [source, setSource] = useState("");
  const [proof, setProof] = useState("");
  const record = useRecord(choice, whom, onClose);
  const parts = partsOf(ground);
  const endsOn = endOfConsent({ kind: parts.kind ?? null, givenOn: givenOn || null });
  const errors = fieldErrors(record.error);
  const words = groundWords[ground];
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (record.isPending) return;
    record.mutate({ ...parts, givenOn: givenOn || null, source: source.trim() || null, proof: proof.trim() || null });
  }
  useKeys([{ keys: "mod+Enter", label: "Record the consent", group: "This dialog", run: () => submit() }]);
  return (
    <Modal opened onClose={onClose} title={<span dir="auto">Consent of {whom}</span>} size={480}>
      <form onSubmit={submit} className={p.form}>
        <Select
          label="What mail to them rests on"
          description={words.about}
          allowDeselect={false}
          data={choices}
          value={ground}
          data-autofocus
          onChange={(next) => setGround((next ?? "express") as Ground)}
        />
        <TextInput
          type="date"
          label={words.date}
          description={endsOn === null ? undefined : endWords(endsOn, now)}
          value={givenOn}
          error={errors.givenOn ?? errors.consent}
          onChange={(event) => setGivenOn(event.currentTarget.value)}
        />
        <TextInput
          label="Where it comes from"
          placeholder="Form on the site, trade fair, order 4711"
          value={source}
          maxLength={500}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <Textarea
          label="Proof"
          description="What they agreed to, in the words of then"
          autosize
          minRows={2}
          maxRows={8}
          value={proof}
          maxLength={5_000}
          onChange={(event) => setProof(event.currentTarget.value)}
        />
        {record.error && Object.keys(errors).length === 0 ? <ErrorState error={record.error} /> : null}
        <div className={cx(p.foot, s.foot)}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={record.isPending} rightSection={<Kbd keys="Enter" on />}>
            Record
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function endWords(endsOn: string, now: Date): string {
  const day = dayWords(endsOn, now);
  return hasEnded(endsOn, now) ? `Has ended in Canada, on ${day}` : `Ends in Canada on ${day}`;
}

/** Says what happened: whoever had the same record already keeps it. */
async function send(choice: Choice, whom: string, consent: ConsentBody): Promise<string> {
  if ("contactIds" in choice && choice.contactIds.length === 1) {
    await api("PUT /contacts/:id/consent", { params: { id: choice.contactIds[0] ?? "" }, body: consent });
    return `The consent of ${whom} is recorded.`;
  }
  const chosen = "segmentId" in choice ? choice : { contactIds: [...choice.contactIds] };
  const { recorded, unchanged } = await api("POST /contacts/consent/bulk", { body: { ...chosen, consent } });
  const kept = unchanged === 0 ? "" : `; ${count(unchanged)} had it already`;
  return `Recorded for ${plural(recorded, "person", "people")}${kept}.`;
}

function useRecord(choice: Choice, whom: string, onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (consent: ConsentBody) => send(choice, whom, consent),
    onSuccess: (said) => {
      for (const key of ["contact", "contacts", "enrollments", "segments"])
        void queries.invalidateQueries({ queryKey: [key] });
      toastDone(said);
      onDone();
    },
  });
}
