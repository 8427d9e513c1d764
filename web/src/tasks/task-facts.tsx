import type { EmailActivity } from "@haste/contract/nouns/enrollments";
import type { Task } from "@haste/contract/nouns/tasks";
import { Button } from "@mantine/core";
import {
  IconBrandLinkedin,
  IconCheckbox,
  IconFlag,
  IconGitFork,
  IconHourglass,
  IconLink,
  IconMail,
  IconMailOpened,
  IconMessage,
  IconMessage2,
  IconPhone,
  IconRoute,
} from "@tabler/icons-react";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { useMe } from "../app/session.ts";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import p from "../ui/panes.module.css";
import { Bone } from "../ui/state/skeleton.tsx";
import s from "./task.module.css";
import { useTaskContact, useTaskMails, type Working } from "./task-queries.ts";
import { kindWords } from "./task-words.ts";

/** Beside the task: why it is asked, what went before, and who this is. */
export function TaskFacts({ task, working }: { task: Task; working: Working }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <aside className={cx(p.side, s.side)} aria-label="About this task" tabIndex={0}>
      <WhyThisTask task={task} working={working} />
      <Before contactId={task.contactId} />
      <After task={task} />
      <Person task={task} />
    </aside>
  );
}

function WhyThisTask({ task, working }: { task: Task; working: Working }) {
  const times = useTimes();
  const { user } = useMe();
  const isMine = user !== null && task.ownerId === user.id;
  const kind = kindWords[task.kind].word;
  return (
    <section className={p.part}>
      <h2>Why this task</h2>
      <p className={`${s.why} second`}>
        {task.sequence ? (
          <>
            {kind} step of{" "}
            <A className={s.inText} href={paths.sequence(task.sequence.id, "steps")}>
              {task.sequence.name}
            </A>
            , asked {times.when(task.createdAt)}.
          </>
        ) : (
          `Written by hand, ${times.when(task.createdAt)}.`
        )}{" "}
        {task.dueAt ? `Due ${times.full(task.dueAt)}.` : "Without a date."}
      </p>
      <div className={s.owner}>
        <span className="second">{isMine ? "Yours" : (task.owner?.name ?? "Nobody’s yet")}</span>
        {user && !isMine && task.status === "open" ? (
          <Button
            size="xs"
            loading={working.work.isPending && working.work.variables.work.do === "take"}
            onClick={() => working.work.mutate({ task, work: { do: "take", userId: user.id } })}
          >
            Take it
          </Button>
        ) : null}
      </div>
    </section>
  );
}

/** The furthest a mail that left got, in few words. */
function furthest(mail: EmailActivity): { word: string; at: string | null; icon: typeof IconMail } {
  if (mail.repliedAt) return { word: "Replied", at: mail.repliedAt, icon: IconMessage };
  if (mail.clickedAt) return { word: "Clicked", at: mail.clickedAt, icon: IconLink };
  if (mail.openedAt) return { word: "Opened", at: mail.openedAt, icon: IconMailOpened };
  return { word: mail.status, at: mail.sentAt, icon: IconMail };
}

function Before({ contactId }: { contactId: string }) {
  const times = useTimes();
  const mails = useTaskMails(contactId);
  const sent = (mails.data?.data ?? []).filter((mail) => mail.sentAt !== null);
  return (
    <section className={p.part}>
      <h2>Before</h2>
      {mails.isPending ? <Bone width="70%" /> : null}
      {mails.data && sent.length === 0 ? <p className="quiet">No mail was sent to this person yet.</p> : null}
      <ul className={s.before}>
        {sent.map((mail) => {
          const { word, at, icon: Icon } = furthest(mail);
          return (
            <li key={mail.id}>
              <Icon size={14} stroke={1.75} aria-hidden="true" />
              <span className="cut" dir="auto" title={mail.subject ?? word}>
                {word === mail.status ? (mail.subject ?? word) : `${word}${mail.subject ? ` “${mail.subject}”` : ""}`}
              </span>
              {at ? <time dateTime={at}>{times.when(at)}</time> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const nextIcons: Record<NonNullable<Task["after"]>[number]["kind"], typeof IconMail> = {
  ...{ email: IconMail, wait: IconHourglass, branch: IconGitFork, enroll: IconRoute, exit: IconFlag, finish: IconFlag },
  ...{ task: IconCheckbox, call: IconPhone, linkedin: IconBrandLinkedin, sms: IconMessage2 },
};

/** What the outcome sets going. */
function After({ task }: { task: Task }) {
  if (!task.after?.length) return null;
  return (
    <section className={p.part}>
      <h2>After</h2>
      <ul className={s.before}>
        {task.after.map(({ kind, words }, at) => {
          const Icon = nextIcons[kind];
          return (
            <li key={`${kind} ${words}`}>
              <Icon size={14} stroke={1.75} aria-hidden="true" />
              <span className="cut" dir="auto" title={words}>
                {words}
              </span>
              {at === 0 ? <time>when done</time> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Person({ task }: { task: Task }) {
  const contact = useTaskContact(task.contactId);
  const found = contact.data;
  if (!found) return null;
  const facts: [string, string][] = [
    ["Email", found.email],
    ...(found.company?.domain ? [["Domain", found.company.domain] as [string, string]] : []),
    ...(found.timezone ? [["Time zone", found.timezone] as [string, string]] : []),
    ...Object.entries(found.customFields)
      .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value) && value !== "")
      .slice(0, 12)
      .map(([name, value]): [string, string] => [name, String(value)]),
  ];
  return (
    <section className={p.part}>
      <h2>Person</h2>
      <dl className={s.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="cut">{name}</dt>
            <dd className="cut" dir="auto" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
