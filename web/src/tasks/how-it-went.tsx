import type { Task } from "@haste/contract/nouns/tasks";
import { usualOutcomes } from "@haste/engine/sequence";
import { Button, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { LaterMenu } from "../app/later-menu.tsx";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./task.module.css";
import type { Work, Working } from "./task-queries.ts";
import { sentence } from "./task-words.ts";

/** "Something else" opens a field; what is written there is the outcome. */
const other = "";

/** The outcome by a digit, a note, and on to the next: Enter saves, because the choice moves the focus to the button. */
export function HowItWent({ task, working, onEnded }: { task: Task; working: Working; onEnded: () => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [words, setWords] = useState("");
  const [notes, setNotes] = useState("");
  const save = useRef<HTMLButtonElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (chosen !== null) (chosen === other ? field : save).current?.focus();
  }, [chosen]);
  const outcomes = usualOutcomes[task.kind];
  const outcome = chosen === other ? words.trim() : chosen;
  const { work } = working;
  const failed = work.error && work.variables.task.id === task.id ? work.error : null;
  function end(deed: Work) {
    if (work.isPending) return;
    work.mutate({ task, work: deed }, { onSuccess: onEnded });
  }
  const complete = () => outcome && end({ do: "complete", outcome, notes: notes.trim() });
  const skip = () => end({ do: "skip", notes: notes.trim() });
  const all = [...outcomes, other];
  useKeys([
    ...all.map((each, at) => ({
      keys: String(at + 1),
      label: each === other ? "Something else" : sentence(each),
      group: "How it went",
      run: () => setChosen(each),
    })),
    { keys: "s", label: "Skip this task", group: "Tasks", run: skip },
    { keys: "n", label: "Write a note", group: "Tasks", run: () => note.current?.focus() },
    { keys: "mod+Enter", label: "Save, next", group: "Tasks", run: () => complete() },
  ]);
  return (
    <section className={s.went} aria-label="How did it go?">
      <div className={s.wentHead}>
        <h2>How did it go?</h2>
        <span className="quiet">
          {task.isAwaited ? "The next step of the sequence waits for this" : "Nothing waits for this"}
        </span>
      </div>
      <div className={s.outcomes}>
        {all.map((each, at) => (
          <button
            key={each}
            type="button"
            className={s.outcome}
            aria-pressed={chosen === each}
            onClick={() => setChosen(each)}
          >
            <Kbd keys={String(at + 1)} />
            <span>{each === other ? "Something else…" : sentence(each)}</span>
          </button>
        ))}
      </div>
      {chosen === other ? (
        <TextInput
          aria-label="The outcome in your words"
          placeholder="The outcome in your words; branches may ask for them"
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") complete();
          }}
          ref={field}
        />
      ) : null}
      <div className={s.wentFoot}>
        <Textarea
          ref={note}
          aria-label="Note"
          placeholder="Note"
          autosize
          minRows={1}
          maxRows={4}
          maxLength={20_000}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") note.current?.blur();
          }}
        />
        <Button onClick={skip} rightSection={<Kbd keys="s" />}>
          Skip
        </Button>
        <LaterMenu
          keys="h"
          label="Later"
          group="Tasks"
          onLater={(until, label) => end({ do: "snooze", until, label })}
        />
        <Button
          ref={save}
          variant="filled"
          loading={work.isPending}
          disabled={!outcome}
          onClick={complete}
          rightSection={<Kbd keys="Enter" on />}
        >
          Save, next
        </Button>
      </div>
      {failed ? <ErrorState error={failed} /> : null}
    </section>
  );
}
