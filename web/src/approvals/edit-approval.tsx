import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { commonVariables } from "../ui/mail/choices.ts";
import { MailBody } from "../ui/mail/mail-body.tsx";
import { MailLine } from "../ui/mail/mail-line.tsx";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { type ShownApproval, useRewrite } from "./approval-queries.ts";
import s from "./approvals.module.css";

/** The mail in other words, for this one person; everybody else gets the step's. */
export function EditApproval({ shown, onClose }: { shown: ShownApproval; onClose: () => void }) {
  const name = personName(shown.contact);
  const before = shown.content;
  const [words, setWords] = useState(before);
  const rewrite = useRewrite(shown.id, onClose);
  const isChanged = (["subject", "htmlContent", "textContent"] as const).some((part) => words[part] !== before[part]);
  const save = () => isChanged && !rewrite.isPending && rewrite.mutate(words);
  useKeys([
    { keys: "mod+s", label: "Save these words", group: "Approvals", run: save },
    { keys: "mod+Enter", label: "Save these words", group: "Approvals", run: save, hidden: true },
    { keys: "Escape", label: "Leave the words as they were", group: "Approvals", run: onClose },
  ]);
  const set = (part: Partial<typeof words>) => setWords((all) => ({ ...all, ...part }));
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={s.scroll} aria-label={`The words for ${name}`} tabIndex={0}>
        <div className={s.edit}>
          <div>
            <p className={s.label} aria-hidden="true">
              Subject
            </p>
            <div className={s.line}>
              <MailLine
                label="Subject"
                value={words.subject ?? ""}
                onChange={(subject) => set({ subject: subject || null })}
                placeholder="Empty: the mail stays in its thread"
                variables={commonVariables}
                person={name}
              />
            </div>
          </div>
          <div>
            <p className={s.label} aria-hidden="true">
              Body
            </p>
            <MailBody
              label="Body"
              value={words.htmlContent ?? ""}
              onChange={(html) => set({ htmlContent: html || null })}
              variables={commonVariables}
              person={name}
            />
          </div>
          {before.textContent ? (
            <Textarea
              label="Plain text"
              description="The step has its own, so what is changed above is changed here as well."
              autosize
              minRows={4}
              maxRows={14}
              value={words.textContent ?? ""}
              onChange={(event) => set({ textContent: event.currentTarget.value || null })}
              dir="auto"
            />
          ) : null}
          {rewrite.error ? <ErrorState error={rewrite.error} /> : null}
        </div>
      </section>
      <div className={s.foot}>
        <p>Everybody else gets the mail as the step says it.</p>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="filled"
          disabled={!isChanged}
          loading={rewrite.isPending}
          onClick={save}
          rightSection={<Kbd keys="mod+s" on />}
        >
          Save for this person
        </Button>
      </div>
    </>
  );
}
