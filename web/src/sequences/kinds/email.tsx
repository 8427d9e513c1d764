import { Button, TextInput } from "@mantine/core";
import { IconMail, IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { JudgeButton } from "../../app/mail/judge-button.tsx";
import { MailExtras } from "../../app/mail/mail-extras.tsx";
import { useSnippetChoices } from "../../app/mail/snippets.ts";
import { TestSend } from "../../app/mail/test-send.tsx";
import { commonVariables } from "../../ui/mail/choices.ts";
import { MailBody } from "../../ui/mail/mail-body.tsx";
import { MailLine } from "../../ui/mail/mail-line.tsx";
import s from "../steps.module.css";
import { bodyStart, threadOf } from "../words.ts";
import type { StepFormProps, StepKindView } from "./kind.ts";

function EmailForm({ content, place, onChange }: StepFormProps<"email">) {
  const subject = content.subject ?? "";
  const thread = threadOf(place.all, place.one);
  const isOpener = thread === null;
  const snippets = useSnippetChoices();
  return (
    <>
      <div data-field="/content/subject">
        <p className={s.bodyLabel} aria-hidden="true">
          <Counted name="Subject" n={subject.length} />
        </p>
        <div className={s.line}>
          <MailLine
            label="Subject"
            value={subject}
            placeholder={isOpener ? "What they read first" : "Empty: stays in the thread"}
            variables={commonVariables}
            person={null}
            onChange={(line) => onChange({ ...content, subject: line || null }, "subject")}
          />
        </div>
        {!isOpener && !subject.trim() ? <p className={s.effect}>Follows in the thread “{thread}”</p> : null}
      </div>
      <div>
        <p className={s.bodyLabel} aria-hidden="true">
          Body
        </p>
        <MailBody
          label="Body"
          value={content.htmlContent ?? ""}
          onChange={(html) => onChange({ ...content, htmlContent: html || null }, "htmlContent")}
          variables={commonVariables}
          snippets={snippets}
        />
      </div>
      <Beside content={content} onChange={onChange} />
    </>
  );
}

/** What most mails do without, folded until one has it. */
function Beside({ content, onChange }: Pick<StepFormProps<"email">, "content" | "onChange">) {
  const { preheader = null, utm = null, attachments } = content;
  const files = attachments ?? [];
  const [isTesting, setTesting] = useState(false);
  const words = {
    subject: content.subject ?? "",
    htmlContent: content.htmlContent ?? "",
    textContent: content.textContent ?? "",
    preheader: preheader ?? "",
  };
  return (
    <>
      <details className={s.beside} open={preheader !== null || utm !== null || files.length > 0}>
        <summary>Preheader, files, UTM</summary>
        <div data-field="/content/preheader">
          <TextInput
            label="Preheader"
            description="What a mailbox shows beside the subject; empty: the first words"
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={preheader ?? ""}
            maxLength={500}
            onChange={(event) => onChange({ ...content, preheader: event.currentTarget.value || null }, "preheader")}
            dir="auto"
          />
        </div>
        <MailExtras
          value={{ utm, attachments: files }}
          onChange={(part, about) => onChange({ ...content, ...part }, about)}
        />
      </details>
      <div className={s.mailDeeds}>
        <Button leftSection={<IconSend size={14} stroke={1.75} />} onClick={() => setTesting(true)}>
          Send a test
        </Button>
        <JudgeButton mail={words} />
      </div>
      {isTesting ? <TestSend content={words} person={null} onClose={() => setTesting(false)} /> : null}
    </>
  );
}

function Counted({ name, n }: { name: string; n: number }) {
  return (
    <>
      {name}{" "}
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
