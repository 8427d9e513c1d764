import { readSuppressionKey } from "@haste/engine/enroll";
import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { useClock } from "../app/clock.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./compliance.module.css";
import { meantBy } from "./suppression-words.ts";

const DAY_MS = 86_400_000;
const ends = [
  { value: "", label: "For good" },
  { value: "30", label: "For 30 days" },
  { value: "90", label: "For 90 days" },
  { value: "365", label: "For a year" },
];

/** One address or one domain, for good or for a while. */
export function AddSuppression({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { now } = useClock();
  const [who, setWho] = useState("");
  const [note, setNote] = useState("");
  const [days, setDays] = useState("");
  const read = readSuppressionKey(who);
  const isDomain = read.ok && read.value.startsWith("@");
  const add = useMutation({
    mutationFn: () => {
      const expiresAt = days === "" ? {} : { expiresAt: new Date(now.getTime() + Number(days) * DAY_MS).toISOString() };
      const whom = isDomain ? { domain: who.trim().replace(/^@/, "") } : { email: who.trim() };
      return api("POST /suppressions", {
        body: { ...whom, ...expiresAt, ...(note.trim() ? { note: note.trim() } : {}) },
      });
    },
    onSuccess: (entry) => {
      void queries.invalidateQueries({ queryKey: ["suppressions"] });
      toastDone(`${meantBy(entry)} gets no more mail.`);
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (read.ok) add.mutate();
  }
  return (
    <Modal opened onClose={onClose} title="Suppress" size={480}>
      <form onSubmit={submit} className={s.form}>
        <TextInput
          label="Address or domain"
          placeholder="ada@acme.com or acme.com"
          description={isDomain ? "Everybody at this domain. Its subdomains are entries of their own." : undefined}
          value={who}
          maxLength={320}
          data-autofocus
          onChange={(event) => setWho(event.currentTarget.value)}
        />
        <Select
          label="How long"
          description={
            days === "" ? "Who is on their way there is stopped" : "Who is on their way there waits until then"
          }
          allowDeselect={false}
          value={days}
          data={ends}
          onChange={(next) => setDays(next ?? "")}
        />
        <TextInput
          label="Note"
          placeholder="Why, for whoever asks later"
          value={note}
          maxLength={500}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {add.error ? <ErrorState error={add.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={add.isPending} disabled={!read.ok}>
            Suppress
          </Button>
        </div>
      </form>
    </Modal>
  );
}
