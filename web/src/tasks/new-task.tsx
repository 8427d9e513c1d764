import type { Contact } from "@haste/contract/nouns/crm";
import type { Task, TaskKind } from "@haste/contract/nouns/tasks";
import { Button, Modal, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useDeferredValue, useState } from "react";
import { useClock } from "../app/clock.tsx";
import { laterChoices } from "../app/later.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { useFindPeople, useWriteTask } from "./task-queries.ts";
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
        <PersonField value={contactId} onChange={setContactId} />
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

/** People found by name, address or company; the chosen one stays listed whatever is typed next. */
function PersonField({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Contact | null>(null);
  const typed = useDeferredValue(chosen && text === labelOf(chosen) ? "" : text.trim());
  const people = useFindPeople(typed).data ?? [];
  const listed = chosen && !people.some(({ id }) => id === chosen.id) ? [chosen, ...people] : people;
  return (
    <Select
      label="For whom"
      placeholder="A name, an address or a company"
      data-autofocus
      searchable
      openOnFocus={false}
      value={value}
      searchValue={text}
      onSearchChange={setText}
      onChange={(id) => {
        setChosen(listed.find((person) => person.id === id) ?? null);
        onChange(id);
      }}
      data={listed.map((person) => ({ value: person.id, label: labelOf(person) }))}
      filter={({ options }) => options}
      nothingFoundMessage="Nobody is called that"
    />
  );
}

function labelOf(person: Contact): string {
  const name = personName(person);
  return name === person.email ? name : `${name}, ${person.company?.name ?? person.email}`;
}
