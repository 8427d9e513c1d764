import type { VariableChoice } from "../ui/mail/choices.ts";
import { MailLine } from "../ui/mail/mail-line.tsx";
import s from "./templates.module.css";

export function PreheaderField(props: {
  value: string;
  onChange: (preheader: string) => void;
  choices: readonly VariableChoice[];
  person: string | null;
}) {
  return (
    <div className={s.subject}>
      <span aria-hidden="true">Preheader</span>
      <MailLine
        label="Preheader"
        value={props.value}
        onChange={props.onChange}
        placeholder="Shown beside the subject; empty: the first words"
        variables={props.choices}
        person={props.person}
      />
    </div>
  );
}

/** Mail programs show about so many characters of a subject. */
const SHOWN = 60;

export function SubjectField(props: {
  value: string;
  onChange: (subject: string) => void;
  choices: readonly VariableChoice[];
  person: string | null;
}) {
  const { value } = props;
  // A variable counts as one word of a usual length, not as the letters it is written with.
  const length = value.replace(/\{\{[^}]*\}\}/g, "Variable").replace(/\{%[^%]*%\}/g, "").length;
  return (
    <div className={s.subject}>
      <span aria-hidden="true">Subject</span>
      <MailLine
        label="Subject"
        value={value}
        onChange={props.onChange}
        placeholder="Empty: the mail stays in its thread"
        variables={props.choices}
        person={props.person}
      />
      <span className="num" data-long={length > SHOWN || undefined}>
        {length} of {SHOWN}
      </span>
    </div>
  );
}
