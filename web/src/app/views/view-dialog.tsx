import { Button, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { useState } from "react";
import { ErrorState } from "../../ui/state/error.tsx";
import { problemCode } from "../api.ts";
import type { ViewWords } from "./use-saved-views.ts";
import s from "./views.module.css";

interface ViewDialogProps {
  readonly title: string;
  readonly verb: string;
  /** What the view keeps, in words. */
  readonly keeps: string;
  readonly first: ViewWords;
  readonly error: unknown;
  readonly isSaving: boolean;
  readonly onSave: (words: ViewWords) => void;
  readonly onClose: () => void;
}

/** The name of a view, and who sees it. */
export function ViewDialog({ title, verb, keeps, first, error, isSaving, onSave, onClose }: ViewDialogProps) {
  const [name, setName] = useState(first.name);
  const [visibility, setVisibility] = useState(first.visibility);
  const isTaken = problemCode(error) === "name_taken";
  return (
    <Modal opened onClose={onClose} title={title} size={440}>
      {error && !isTaken ? <ErrorState error={error} /> : null}
      <form
        className={s.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) onSave({ name: name.trim(), visibility });
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          value={name}
          maxLength={100}
          dir="auto"
          error={isTaken && "Another view has this name. Choose a different one."}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div>
          <div className={s.legend}>Who sees it</div>
          <SegmentedControl
            aria-label="Who sees it"
            value={visibility}
            onChange={(value) => setVisibility(value as ViewWords["visibility"])}
            data={[
              { value: "private", label: "Only me" },
              { value: "workspace", label: "Everybody here" },
            ]}
          />
        </div>
        <p className={s.effect}>{keeps}</p>
        <div className={s.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={!name.trim()} loading={isSaving}>
            {verb}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
