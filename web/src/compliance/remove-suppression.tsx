import type { Suppression } from "@haste/contract/nouns/compliance";
import { Button, Modal, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./compliance.module.css";
import { meantBy, reasonWords, scopeOf, sourceOf } from "./suppression-words.ts";

/** Takes an entry off the list; the law wants to know why somebody who had opted out is written to again. */
export function RemoveSuppression({ entry, onClose }: { entry: Suppression; onClose: () => void }) {
  const queries = useQueryClient();
  const times = useTimes();
  const [reason, setReason] = useState("");
  const remove = useMutation({
    mutationFn: () => api("DELETE /suppressions/:id", { params: { id: entry.id }, body: { reason: reason.trim() } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["suppressions"] });
      toastDone(`${meantBy(entry)} is off the list. Nobody who was stopped goes on by that.`);
      onClose();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    remove.mutate();
  }
  return (
    <Modal opened onClose={onClose} title={meantBy(entry)} size={480}>
      <form onSubmit={submit} className={s.form}>
        <p className="second">
          {reasonWords[entry.reason]} {times.full(entry.createdAt)}, from {sourceOf(entry)}.
          {entry.note ? ` ${entry.note}` : ""}
          {entry.proof.subject === null ? "" : ` Proved by the email “${entry.proof.subject}”.`}
          {scopeOf(entry) === null ? "" : ` Holds for ${scopeOf(entry)}.`}
        </p>
        <Textarea
          label="Why may they be mailed again?"
          description="Kept in the log with your name"
          rows={3}
          maxLength={500}
          value={reason}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {remove.error ? <ErrorState error={remove.error} /> : null}
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={remove.isPending} disabled={reason.trim().length < 3}>
            Take off the list
          </Button>
        </div>
      </form>
    </Modal>
  );
}
