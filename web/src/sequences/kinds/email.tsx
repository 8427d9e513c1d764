import { TextInput } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { BodyField } from "../body-field.tsx";
import { stepTitle } from "../words.ts";
import type { StepFormProps, StepKindView } from "./kind.ts";

function EmailForm({ content, place, onChange }: StepFormProps<"email">) {
  const { sequence, at } = place;
  const subject = content.subject ?? "";
  const thread =
    at > 0 && !subject.trim()
      ? `Follows in the thread “${stepTitle(sequence.steps, at).replace(/^Re: /, "")}”`
      : undefined;
  return (
    <>
      <TextInput
        label={<Counted name="Subject" n={subject.length} />}
        value={subject}
        maxLength={500}
        placeholder={at === 0 ? "What they read first" : "Empty: stays in the thread"}
        description={thread}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={(event) => onChange({ ...content, subject: event.currentTarget.value || null })}
        dir="auto"
      />
      <BodyField
        value={content.htmlContent ?? ""}
        onChange={(html) => onChange({ ...content, htmlContent: html || null })}
      />
    </>
  );
}

function Counted({ name, n }: { name: string; n: number }) {
  return (
    <>
      {name}
      <span className="quiet num" style={{ fontWeight: 400 }}>
        {n} characters
      </span>
    </>
  );
}

export const email: StepKindView<"email"> = { name: "Email", Icon: IconMail, Form: EmailForm };
