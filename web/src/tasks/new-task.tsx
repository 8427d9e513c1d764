import type { Task, TaskKind } from "@haste/contract/nouns/tasks";
import { Button, Modal, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useClock } from "../app/clock.tsx";
import { laterChoices } from "../app/later.ts";
import { PersonField } from "../app/person-field.tsx";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import p from "../ui/panes.module.css";
import { ErrorState } from "../ui/state/error.tsx";
import { useWriteTask } from "./task-queries.ts";
import { kindWords } from "./task-words.ts";

const kinds = Object.entries(kindWords).map(([value, { word }]) => ({ value, label: word }));

/** A task by hand: for whom, what, when. */
export function NewTask({ onClose, onWritten }: { onClose: () => void; onWritten: (task: Task) => void }) {
  const [kind, setKind] = useState<TaskKind>("call");
  const [title, setTitle] = useState("");
  const [notes, setNotes] = useState("");
  const [contactId, setContactId] = useState<string | null>(null);
  const [dueAt, setDueAt] = useState<string | null>(null);
  const { now, zone } = useClock();
  const [choices] = useState(() => laterChoices(now, zone));
  const write = useWriteTask(onWritten);
  const ready = contactId !== null && title.trim() !== "";
  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (contactId === null || !ready || write.isPending) return;
    write.mutate({ kind, title: title.trim(), contactId, dueAt, ...(notes.trim() ? { notes: notes.trim() } : {}) });
  }
  useKeys([{ keys: "mod+Enter", label: "Write the task", group: "This dialog", run: () => submit() }]);
  return (
    <Modal opened onClose={onClose} title="New task" size={560}>
      <form onSubmit={submit} className={p.form}>
        <SegmentedControl
          aria-label="Kind"
          fullWidth
          value={kind}
          onChange={(value) => setKind(value as TaskKind)}
          data={kinds}
        />
        <PersonField label="For whom" data-autofocus value={contactId} onChange={setContactId} />
        <TextInput
          label="What is to be done"
          placeholder="Call {{ contact.firstName }} about the yard"
          maxLength={500}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label="Notes"
          description="A script, a text to copy. Variables work as in mails."
          autosize
          minRows={2}
          maxRows={8}
          maxLength={20_000}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <Select
          label="Due"
          placeholder="Any time today"
          clearable
          value={dueAt}
          onChange={setDueAt}
          data={choices.map(({ label, at }) => ({ value: at, label }))}
        />
        {write.error ? <ErrorState error={write.error} /> : null}
        <div className={p.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={write.isPending}
            disabled={!ready}
            rightSection={<Kbd keys="Enter" on />}
          >
            Write task
          </Button>
        </div>
      </form>
    </Modal>
  );
}
