import { Button, Textarea } from "@mantine/core";
import { useRef, useState } from "react";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import s from "./beside.module.css";

/** Answers that are read quite differently; a good beginning to see what a sequence does with them. */
const samples = [
  { label: "Interested", text: "Sounds good. Could we talk on Thursday at 15:00?" },
  { label: "Not now", text: "Not now, please ask me again in March." },
  { label: "Stop", text: "Please take me off your list." },
] as const;

interface Props {
  readonly name: string;
  readonly sending: boolean;
  readonly onSend: (text: string) => void;
  readonly onClose: () => void;
}

/** The answer that lands in the sender's mailbox, and is found there over IMAP. */
export function ReplyForm({ name, sending, onSend, onClose }: Props) {
  const [text, setText] = useState("");
  const ready = text.trim() !== "" && !sending;
  const field = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    if (ready) onSend(text.trim());
  };
  useKeys([
    { keys: "mod+Enter", label: "Send the answer", group: "Act as the recipient", run: send },
    { keys: "Escape", label: "Write no answer", group: "Act as the recipient", run: onClose },
  ]);
  function take(sample: string) {
    setText(sample);
    field.current?.focus();
  }
  return (
    <div className={s.reply}>
      <div className={s.samples}>
        {samples.map((sample) => (
          <button key={sample.label} type="button" className={s.sample} onClick={() => take(sample.text)}>
            {sample.label}
          </button>
        ))}
      </div>
      <Textarea
        ref={field}
        aria-label={`What ${name} answers`}
        placeholder={`What ${name} answers`}
        value={text}
        autoFocus
        minRows={3}
        autosize
        maxRows={10}
        maxLength={20_000}
        dir="auto"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
        }}
      />
      <div className={s.replyFoot}>
        <Button
          variant="filled"
          disabled={!ready}
          loading={sending}
          onClick={send}
          rightSection={<Kbd keys="mod+Enter" on />}
        >
          Send
        </Button>
      </div>
    </div>
  );
}
