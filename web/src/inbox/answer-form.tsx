import type { ShownThread } from "@haste/contract/nouns/inbox";
import { Button, Menu } from "@mantine/core";
import { IconSend, IconTemplate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { api } from "../app/api.ts";
import { plainWords, useSnippetChoices } from "../app/mail/snippets.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { commonVariables } from "../ui/mail/choices.ts";
import { MailBody } from "../ui/mail/mail-body.tsx";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./inbox.module.css";
import { useAnswer } from "./inbox-queries.ts";

/** An answer in the thread: own words, a template's, and snippets by `/`. */
export function AnswerForm({ thread, onClose }: { thread: ShownThread; onClose: () => void }) {
  const [html, setHtml] = useState("");
  const form = useRef<HTMLElement>(null);
  const answer = useAnswer(thread, onClose);
  const snippets = useSnippetChoices();
  const ready = plainWords(html) !== "" && !answer.isPending;
  const send = () => {
    if (ready) answer.mutate(html);
  };
  useKeys([
    { keys: "mod+Enter", label: "Send the answer", group: "Inbox", run: send },
    { keys: "Escape", label: "Leave the answer", group: "Inbox", run: () => plainWords(html) === "" && onClose() },
  ]);
  useEffect(() => focusEditor(form.current), []);
  const name = thread.contact ? personName(thread.contact) : "";
  return (
    // The editor inside would break the line at this key before the screen hears it.
    <section
      ref={form}
      className={s.answer}
      aria-label={`Answer to ${name}`}
      onKeyDownCapture={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        send();
      }}
    >
      <p className={s.answerTo}>
        <span className="cut">
          In the thread to <b dir="auto">{name}</b>
        </span>
        <span className="cut">from {thread.sendingAccount.email}</span>
      </p>
      <MailBody
        label="Answer"
        value={html}
        onChange={setHtml}
        variables={commonVariables}
        snippets={snippets}
        person={name}
      />
      {answer.error ? <ErrorState error={answer.error} /> : null}
      <div className={s.answerFoot}>
        <Templates onChoose={(words) => setHtml((before) => (plainWords(before) === "" ? words : before + words))} />
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="filled"
          disabled={!ready}
          loading={answer.isPending}
          onClick={send}
          leftSection={<IconSend size={14} stroke={1.75} />}
          rightSection={<Kbd keys="mod+Enter" on />}
        >
          Send
        </Button>
      </div>
    </section>
  );
}

/** Whoever pressed R wants to write; the editor comes a moment later than its frame. */
function focusEditor(form: HTMLElement | null): (() => void) | undefined {
  if (form === null) return undefined;
  const focus = () => {
    const field = form.querySelector<HTMLElement>("[contenteditable=true]");
    field?.focus();
    return field !== null;
  };
  if (focus()) return undefined;
  const observer = new MutationObserver(() => {
    if (focus()) observer.disconnect();
  });
  observer.observe(form, { childList: true, subtree: true });
  return () => observer.disconnect();
}

function Templates({ onChoose }: { onChoose: (html: string) => void }) {
  const [opened, setOpened] = useState(false);
  const { data } = useQuery({
    queryKey: ["templates", "choose", ""],
    queryFn: ({ signal }) => api("GET /templates", { query: { limit: 50 }, signal }),
    enabled: opened,
  });
  return (
    <Menu opened={opened} onChange={setOpened} position="top-start" width={260}>
      <Menu.Target>
        <Button leftSection={<IconTemplate size={14} stroke={1.75} />}>Template</Button>
      </Menu.Target>
      <Menu.Dropdown className={s.templates ?? ""}>
        {data?.data.map(({ id, name, htmlContent }) => (
          <Menu.Item key={id} onClick={() => onChoose(htmlContent ?? "")}>
            {name}
          </Menu.Item>
        ))}
        {data && data.data.length === 0 ? <Menu.Label>No templates yet</Menu.Label> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
