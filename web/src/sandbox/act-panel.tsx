import type { SandboxEmail } from "@haste/contract/nouns/sandbox";
import { Button } from "@mantine/core";
import {
  IconBan,
  IconFlag,
  IconLink,
  IconMailOpened,
  IconMailX,
  IconMessage,
  IconMoon,
  IconRobot,
} from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { shortName } from "./act-words.ts";
import s from "./beside.module.css";
import { ReplyForm } from "./reply-form.tsx";
import type { Acting, ActName } from "./sandbox-queries.ts";

interface Choice {
  readonly name: ActName;
  readonly label: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  /** Said once it is under way. */
  readonly done: string;
}

const choices: readonly Choice[] = [
  { name: "open", label: "Open", icon: IconMailOpened, done: "opens it" },
  { name: "click", label: "Click a link", icon: IconLink, done: "clicks a link" },
  { name: "reply", label: "Reply…", icon: IconMessage, done: "answers" },
  { name: "out-of-office", label: "Out of office", icon: IconMoon, done: "is out of office" },
  { name: "bounce", label: "Bounce", icon: IconMailX, done: "lets it bounce" },
  { name: "complain", label: "Complain", icon: IconFlag, done: "reports it as spam" },
  { name: "unsubscribe", label: "Unsubscribe", icon: IconBan, done: "unsubscribes" },
  { name: "scan", label: "Scan", icon: IconRobot, done: "lets a scanner follow every link" },
];

/** Be the recipient for a moment: eight acts on keys 1–8, each by the road a real one would take. */
export function ActPanel({ mail, acting }: { mail: SandboxEmail; acting: Acting }) {
  const [replying, setReplying] = useState(false);
  const { act } = acting;
  const name = shortName(mail);
  function press(choice: Choice) {
    if (choice.name === "reply") setReplying(!replying);
    else if (!act.isPending) act.mutate({ name: choice.name });
  }
  useKeys(
    choices.map((choice, at) => ({
      keys: String(at + 1),
      label: choice.label,
      group: "Act as the recipient",
      run: () => press(choice),
    })),
  );
  const doing = choices.find((choice) => choice.name === act.variables?.name);
  return (
    <section className={s.act} aria-label={`Act as ${name}`}>
      <h2 dir="auto">Act as {name}</h2>
      <p className="quiet" aria-live="polite">
        {act.isSuccess && doing ? `${name} ${doing.done}; see below.` : "By the real tracking, SMTP and IMAP roads."}
      </p>
      <div className={s.acts}>
        {choices.map((choice, at) => {
          const Icon = choice.icon;
          return (
            <Button
              key={choice.name}
              className={s.actButton ?? ""}
              justify="flex-start"
              leftSection={<Icon size={16} stroke={1.6} />}
              rightSection={<Kbd keys={String(at + 1)} />}
              loading={act.isPending && act.variables.name === choice.name && choice.name !== "reply"}
              {...(choice.name === "reply" ? { "aria-expanded": replying } : {})}
              onClick={() => press(choice)}
            >
              {choice.label}
            </Button>
          );
        })}
      </div>
      {replying ? (
        <ReplyForm
          name={name}
          sending={act.isPending}
          onSend={(text) => act.mutate({ name: "reply", text }, { onSuccess: () => setReplying(false) })}
          onClose={() => setReplying(false)}
        />
      ) : null}
      {act.error ? <ErrorState error={act.error} /> : null}
    </section>
  );
}
