import type { InboxThread, ShownThread } from "@haste/contract/nouns/inbox";
import { Button, Menu } from "@mantine/core";
import { IconArchive, IconArrowBackUp, IconChevronDown, IconUser } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTimes } from "../app/clock.tsx";
import { LaterMenu } from "../app/later-menu.tsx";
import { useMe } from "../app/session.ts";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import p from "../ui/panes.module.css";
import { personName } from "../ui/person.ts";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { AnswerForm } from "./answer-form.tsx";
import { Beside } from "./beside.tsx";
import s from "./inbox.module.css";
import { type Decision, useCorrect, useDecide, useReading, useThread } from "./inbox-queries.ts";
import { asideWords, classWords, heldClass, sayOpinion, verdictOf } from "./inbox-words.ts";
import { MailInThread } from "./mail-in-thread.tsx";
import { MatchMail } from "./match-mail.tsx";

/** One thread: what was written in both directions, what was made of it, and an answer. */
export function OpenThread({ id, ...on }: { id: string } & Going) {
  const { data: thread, error, refetch } = useThread(id);
  useReading(thread);
  if (!thread)
    return (
      <div className={p.view}>
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : (
          <div className={p.bones} role="status" aria-label="Loading">
            <Bone width="40%" height={16} />
            <Bone width="70%" />
            <Bone width="60%" />
          </div>
        )}
      </div>
    );
  return <Opened thread={thread} {...on} />;
}

/** Where one goes from a thread. */
interface Going {
  readonly onDone: () => void;
  readonly onOpen: (id: string) => void;
}

function Opened({ thread, onDone, onOpen }: { thread: ShownThread } & Going) {
  const [isAnswering, setAnswering] = useState(false);
  const decide = useDecide();
  const end = useRef<HTMLDivElement>(null);
  const newest = thread.mails.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: to the end again whenever a mail comes or room goes
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [newest, isAnswering]);
  const may = thread.answer !== null;
  useKeys([{ keys: "r", label: "Reply", group: "Inbox", run: () => may && setAnswering(true) }]);
  return (
    <>
      <div className={p.view}>
        <Head thread={thread} decide={decide} onDone={onDone} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={s.scroll} aria-label="Mails" tabIndex={0}>
          {decide.error ? <ErrorState error={decide.error} /> : null}
          <VerdictBar thread={thread} />
          {thread.mails.map((mail) => (
            <MailInThread key={mail.id} mail={mail} thread={thread} onOpen={onOpen} />
          ))}
          <div ref={end} />
        </section>
        {isAnswering ? <AnswerForm thread={thread} onClose={() => setAnswering(false)} /> : null}
        {may && !isAnswering ? (
          <div className={s.foot}>
            <Button
              variant="filled"
              leftSection={<IconArrowBackUp size={16} stroke={1.6} />}
              rightSection={<Kbd keys="r" on />}
              onClick={() => setAnswering(true)}
            >
              Reply
            </Button>
          </div>
        ) : null}
      </div>
      {thread.contact ? <Beside thread={thread} contact={thread.contact} /> : null}
      {thread.mail.setAside === "unknown_sender" ? <MatchMail thread={thread} onOpen={onOpen} /> : null}
    </>
  );
}

function Head(props: { thread: InboxThread; decide: ReturnType<typeof useDecide>; onDone: () => void }) {
  const { thread, decide, onDone } = props;
  const user = useMe().user;
  const name = thread.contact ? personName(thread.contact) : (thread.mail.from ?? "This mail");
  const isMine = thread.assignee !== null && thread.assignee.id === user?.id;
  function say(decision: Decision, said: string, undo: Decision) {
    decide.mutate({ thread, decision, said, undo });
  }
  function archive() {
    if (thread.isArchived) return say({ isArchived: false }, `${name} is back in the inbox.`, { isArchived: true });
    onDone();
    return say({ isArchived: true }, `${name} is archived until they write again.`, { isArchived: false });
  }
  function assign() {
    if (user === null) return;
    const before = thread.assignee?.id ?? null;
    const said = isMine ? `${name} is nobody’s now.` : `${name} is yours now.`;
    say({ assigneeId: isMine ? null : user.id }, said, { assigneeId: before });
  }
  function snooze(until: string, label: string) {
    onDone();
    say({ snoozedUntil: until }, `${name} comes back: ${label.toLowerCase()}.`, { snoozedUntil: null });
  }
  useKeys([
    { keys: "e", label: thread.isArchived ? "Back to the inbox" : "Archive", group: "Inbox", run: archive },
    { keys: "a", label: isMine ? "Let go of it" : "Take it", group: "Inbox", run: assign },
    {
      keys: "u",
      label: "Mark as not read",
      group: "Inbox",
      run: () => {
        onDone();
        decide.mutate({ thread, decision: { isRead: false } });
      },
    },
  ]);
  return (
    <header className={s.head}>
      <h2 className="cut" dir="auto">
        {thread.mail.subject || "No subject"}
      </h2>
      {user === null ? null : (
        <Button leftSection={<IconUser size={14} stroke={1.75} />} rightSection={<Kbd keys="a" />} onClick={assign}>
          {isMine ? "Yours" : (thread.assignee?.name ?? "Take it")}
        </Button>
      )}
      <LaterMenu keys="s" label="Snooze" group="Inbox" onLater={snooze} />
      <Button leftSection={<IconArchive size={14} stroke={1.75} />} rightSection={<Kbd keys="e" />} onClick={archive}>
        {thread.isArchived ? "Back to inbox" : "Archive"}
      </Button>
    </header>
  );
}

/** What the newest mail was read as; a person who knows better says so, and what followed is taken back. */
function VerdictBar({ thread }: { thread: ShownThread }) {
  const times = useTimes();
  const correct = useCorrect();
  const { mail } = thread;
  const { word, tone, confidence } = verdictOf(mail);
  const held = heldClass(mail.reply);
  return (
    <div className={s.verdict} data-tone={tone}>
      <p>
        <b>
          Read as {word.toLowerCase()}
          {confidence === null ? "" : `, ${confidence.toFixed(2)}`}.
        </b>{" "}
        {mail.reply?.lessons ? `Because you corrected ${mail.reply.lessons} like this. ` : ""}
        {mail.reply ? sayOpinion(mail.reply) : ""}
        {mail.reply?.correctedBy ? `Said by ${mail.reply.correctedBy}. ` : ""}
        {mail.reply?.until ? `Until ${mail.reply.until}. ` : ""}
        {mail.setAside ? asideWords[mail.setAside] : ""}
        {thread.snoozedUntil ? ` Snoozed until ${times.when(thread.snoozedUntil)}.` : ""}
      </p>
      {held === null ? null : (
        <Button size="xs" loading={correct.isPending} onClick={() => correct.mutate({ id: mail.id, name: held })}>
          Read it so
        </Button>
      )}
      {mail.reply ? (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              variant="subtle"
              size="xs"
              loading={correct.isPending}
              rightSection={<IconChevronDown size={14} stroke={1.75} />}
            >
              Not right?
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {Object.entries(classWords).map(([name, label]) => (
              <Menu.Item
                key={name}
                disabled={name === mail.reply?.class}
                onClick={() => correct.mutate({ id: mail.id, name: name as keyof typeof classWords })}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {correct.error ? <ErrorState error={correct.error} /> : null}
    </div>
  );
}
