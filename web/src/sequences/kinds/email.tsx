import { TextInput } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { commonVariables } from "../../ui/mail/choices.ts";
import { MailBody } from "../../ui/mail/mail-body.tsx";
import s from "../steps.module.css";
import { bodyStart, threadOf } from "../words.ts";
import type { StepFormProps, StepKindView } from "./kind.ts";

function EmailForm({ content, place, onChange }: StepFormProps<"email">) {
  const subject = content.subject ?? "";
  const thread = threadOf(place.all, place.one);
  const isOpener = thread === null;
  return (
    <>
      <TextInput
        label={<Counted name="Subject" n={subject.length} />}
        data-field="/content/subject"
        value={subject}
        maxLength={500}
        placeholder={isOpener ? "What they read first" : "Empty: stays in the thread"}
        description={!isOpener && !subject.trim() ? `Follows in the thread “${thread}”` : undefined}
        inputWrapperOrder={["label", "input", "description", "error"]}
        onChange={(event) => onChange({ ...content, subject: event.currentTarget.value || null }, "subject")}
        dir="auto"
      />
      <div>
        <p className={s.bodyLabel} aria-hidden="true">
          Body
        </p>
        <MailBody
          label="Body"
          value={content.htmlContent ?? ""}
          onChange={(html) => onChange({ ...content, htmlContent: html || null }, "htmlContent")}
          variables={commonVariables}
        />
      </div>
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

export const email: StepKindView<"email"> = {
  name: "Email",
  letter: "e",
  Icon: IconMail,
  Form: EmailForm,
  blank: () => ({ subject: null, htmlContent: null, textContent: null }),
  line: (_, { one }) => bodyStart(one.step) || "No text yet",
};
