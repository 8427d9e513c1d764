import { Button } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { Section } from "../../ui/page.tsx";
import { ErrorState } from "../../ui/state/error.tsx";
import s from "../forms.module.css";

/** A section whose fields are saved together; the button wakes when something changed. */
export function SectionForm(props: {
  title: string;
  aside?: ReactNode;
  isChanged: boolean;
  isSaving: boolean;
  error: unknown;
  onSave: () => void;
  children: ReactNode;
}) {
  function submit(event: FormEvent) {
    event.preventDefault();
    if (props.isChanged) props.onSave();
  }
  return (
    <Section title={props.title} aside={props.aside ?? ""}>
      <form className={s.form} onSubmit={submit} aria-label={props.title}>
        {props.children}
        {props.error ? <ErrorState error={props.error} /> : null}
        <div>
          <Button type="submit" loading={props.isSaving} disabled={!props.isChanged}>
            Save
          </Button>
        </div>
      </form>
    </Section>
  );
}
