import { TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useId, useRef, useState } from "react";
import s from "./contact.module.css";
import { refusalWords } from "./field-errors.ts";

export interface EditorProps {
  readonly value: string;
  readonly label: string;
  readonly onChange: (text: string) => void;
  /** Saves this text, or what was typed last. */
  readonly onSave: (text?: string) => void;
  readonly onCancel: () => void;
}

interface Props {
  readonly label: string;
  readonly value: string | null;
  readonly empty: string;
  /** Resolves when saved; what it throws is shown below the field, with what was typed kept. */
  readonly onSave: (text: string) => Promise<unknown>;
  readonly editor?: (props: EditorProps) => ReactNode;
  /** Stands in the place of the plain value. */
  readonly children?: ReactNode;
  readonly warn?: string | null;
}

/** A fact that is edited where it stands: press it, type, Enter saves, Esc leaves it as it was. */
export function InlineField(props: Props) {
  const { label, value, empty, onSave } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const closing = useRef(false);
  const id = useId();
  function leave() {
    closing.current = true;
    setDraft(null);
    setRefusal(null);
    requestAnimationFrame(() => opener.current?.focus());
  }
  function save(text = draft ?? "") {
    if (closing.current) return;
    const wanted = text.trim();
    leave();
    if (wanted === (value ?? "")) return;
    onSave(wanted).catch((error: unknown) => {
      closing.current = false;
      setDraft(wanted);
      setRefusal(refusalWords(error));
    });
  }
  const editor: EditorProps = {
    value: draft ?? "",
    label,
    onChange: setDraft,
    onSave: save,
    onCancel: leave,
  };
  return (
    <div className={s.fact}>
      <dt id={id}>{label}</dt>
      <dd>
        {draft === null ? (
          <button
            ref={opener}
            type="button"
            className={s.factValue}
            data-empty={value ? undefined : true}
            title={`Change: ${label.toLowerCase()}`}
            onClick={() => {
              closing.current = false;
              setDraft(value ?? "");
            }}
          >
            <span className="sr">{label}: </span>
            <span className="cut" dir="auto">
              {value ? (props.children ?? value) : empty}
            </span>
          </button>
        ) : (
          (props.editor ?? plainEditor)(editor)
        )}
        {refusal ? (
          <p className={s.refusal} role="alert">
            {refusal}
          </p>
        ) : null}
        {props.warn && draft === null ? (
          <p className={s.factWarn}>
            <IconAlertTriangle size={13} stroke={1.75} aria-hidden="true" /> {props.warn}
          </p>
        ) : null}
      </dd>
    </div>
  );
}

function plainEditor({ value, label, onChange, onSave, onCancel }: EditorProps) {
  return (
    <TextInput
      size="xs"
      aria-label={label}
      value={value}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() => onSave()}
      onKeyDown={(event) => {
        if (event.key === "Enter") onSave();
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    />
  );
}
