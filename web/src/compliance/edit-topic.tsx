import type { Topic } from "@haste/contract/nouns/topics";
import { Button, Modal, MultiSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../app/api.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { toastDone } from "../ui/toast.tsx";
import s from "./compliance.module.css";

/** A topic with its sequences; null: a new one. */
export function EditTopic({ topic, onClose }: { topic: Topic | null; onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState(topic?.name ?? "");
  const [description, setDescription] = useState(topic?.description ?? "");
  const [sequenceIds, setSequenceIds] = useState(topic?.sequences.map(({ id }) => id) ?? []);
  const options = useSequences(topic);
  const done = (words: string) => {
    void queries.invalidateQueries({ queryKey: ["topics"] });
    toastDone(words);
    onClose();
  };
  const body = { name: name.trim(), description: description.trim(), sequenceIds };
  const save = useMutation({
    mutationFn: () =>
      topic === null ? api("POST /topics", { body }) : api("PUT /topics/:id", { params: { id: topic.id }, body }),
    onSuccess: () => done("Recipients see it from now on."),
  });
  const remove = useMutation({
    mutationFn: () => api("DELETE /topics/:id", { params: { id: topic?.id ?? "" } }),
    onSuccess: () => done("The topic is gone. Whoever did not want it still does not get its sequences."),
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }
  const error = save.error ?? remove.error;
  return (
    <Modal opened onClose={onClose} title={topic?.name ?? "New topic"} size={480}>
      <form onSubmit={submit} className={s.form}>
        <TextInput
          label="Name"
          placeholder="Product news"
          maxLength={60}
          value={name}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="What recipients read below it"
          maxLength={140}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <MultiSelect
          label="Sequences"
          description="A sequence belongs to one topic; it leaves the one it had"
          searchable
          value={sequenceIds}
          data={options}
          onChange={setSequenceIds}
        />
        {error ? <ErrorState error={error} /> : null}
        <div className={s.foot}>
          {topic === null ? null : (
            <Button loading={remove.isPending} onClick={() => remove.mutate()}>
              Remove
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={name.trim() === ""}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The newest two hundred sequences, and those the topic has already. */
function useSequences(topic: Topic | null): { value: string; label: string }[] {
  const list = useQuery({
    queryKey: ["sequences", "of-topics"],
    queryFn: ({ signal }) => api("GET /sequences", { query: { limit: 200 }, signal }),
  });
  const all = [...(topic?.sequences ?? []), ...(list.data?.data ?? [])];
  return [...new Map(all.map(({ id, name }) => [id, { value: id, label: name }])).values()];
}
