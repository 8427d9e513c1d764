import type { Task } from "@haste/contract/nouns/tasks";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconClockPause, IconCopy, IconExternalLink, IconPhone } from "@tabler/icons-react";
import { useClock, useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Kbd } from "../ui/keys/kbd.tsx";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { personName } from "../ui/person.ts";
import { clockTime } from "../ui/time.ts";
import { toastDone } from "../ui/toast.tsx";
import s from "./task.module.css";
import { useTaskContact } from "./task-queries.ts";
import { linkedInOf, phoneOf, waitingFor } from "./task-words.ts";

/** Who and what: the person, the way to reach them, and the words. */
export function TaskScript({ task }: { task: Task }) {
  const times = useTimes();
  const { contact } = task;
  const name = personName(contact);
  const work = [contact.title, contact.companyName].filter(Boolean).join(", ");
  return (
    <>
      <header className={s.who}>
        <Avatar id={contact.id} name={name} size={44} />
        <div>
          <h2 dir="auto">{task.title}</h2>
          <p className="second" dir="auto">
            <A href={paths.contact(contact.id)} className={s.inText}>
              {name}
            </A>
            {work ? ` · ${work}` : null}
          </p>
        </div>
        <TimeThere zone={contact.timezone} />
      </header>
      {task.waiting ? (
        <p className={s.strip} data-tone="warn">
          <IconClockPause size={16} stroke={1.6} aria-hidden="true" />
          <span>
            {waitingFor(task.waiting, times.when)}. It is not due before that; done now, it counts all the same.
          </span>
        </p>
      ) : null}
      <Reach task={task} />
      {task.problem ? (
        <p className={s.strip} data-tone="warn">
          <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
          <span>{task.problem}</span>
        </p>
      ) : null}
      {task.notes ? (
        <div className={s.notes} dir="auto">
          {task.notes.split(/\n{2,}/).map((paragraph, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one text, which never move
            <p key={at}>{paragraph}</p>
          ))}
        </div>
      ) : (
        <p className={`${s.notes} quiet`}>No notes.</p>
      )}
    </>
  );
}

/** What time it is where they are; nobody should be called at night. */
function TimeThere({ zone }: { zone: string | null }) {
  const { now, zone: ours } = useClock();
  if (zone === null || zone === ours) return null;
  const time = timeIn(now, zone);
  if (time === null) return null;
  const hour = Number(time.slice(0, 2));
  const sleeps = hour < 8 || hour >= 20;
  return (
    <p className={s.there}>
      <b className="num">{time} there</b>
      {sleeps ? <span>outside their day</span> : null}
    </p>
  );
}

/** Null for a zone that nobody knows: contacts may carry any words. */
function timeIn(now: Date, zone: string): string | null {
  try {
    return clockTime(now, zone);
  } catch {
    return null;
  }
}

function copy(text: string, what: string): void {
  void navigator.clipboard?.writeText(text);
  toastDone(`${what} copied.`);
}

/** The way to the person, by kind: a number to dial, a page to open, words to copy. */
function Reach({ task }: { task: Task }) {
  if (task.kind === "task") return null;
  return task.kind === "linkedin" ? <OnLinkedIn task={task} /> : <ByPhone task={task} />;
}

function ByPhone({ task }: { task: Task }) {
  const contact = useTaskContact(task.contactId);
  const phone = contact.data ? phoneOf(contact.data) : null;
  const texts = task.kind === "sms" && task.notes !== null;
  const dial = () => {
    if (phone) window.location.href = task.kind === "sms" ? phone.href.replace("tel:", "sms:") : phone.href;
  };
  const words = texts ? (task.notes ?? "") : (phone?.number ?? "");
  const copyWords = () => words && copy(words, texts ? "Text" : "Number");
  useKeys([
    { keys: "d", label: task.kind === "sms" ? "Write the SMS" : "Dial", group: "Tasks", run: dial },
    { keys: "y", label: texts ? "Copy the text" : "Copy the number", group: "Tasks", run: copyWords },
  ]);
  if (!contact.data) return null;
  return (
    <div className={s.reach}>
      <IconPhone size={20} stroke={1.6} aria-hidden="true" />
      {phone ? (
        <p>
          <b className="num">{phone.number}</b> <span className="quiet">{phone.name}</span>
        </p>
      ) : (
        <p className="second">
          No number is known.{" "}
          <A href={paths.contact(task.contactId)} className={s.inText}>
            Add one as a field called “phone”
          </A>
        </p>
      )}
      {texts || phone ? (
        <Button leftSection={<IconCopy size={14} stroke={1.75} />} rightSection={<Kbd keys="y" />} onClick={copyWords}>
          {texts ? "Copy text" : "Copy"}
        </Button>
      ) : null}
      {phone ? (
        <Button leftSection={<IconPhone size={14} stroke={1.75} />} rightSection={<Kbd keys="d" />} onClick={dial}>
          {task.kind === "sms" ? "Write" : "Dial"}
        </Button>
      ) : null}
    </div>
  );
}

function OnLinkedIn({ task }: { task: Task }) {
  const contact = useTaskContact(task.contactId);
  const page = contact.data ? linkedInOf(contact.data) : null;
  const open = () => {
    if (task.notes) copy(task.notes, "Text");
    if (page) window.open(page.href, "_blank", "noopener,noreferrer");
  };
  const copyWords = () => task.notes && copy(task.notes, "Text");
  useKeys([
    { keys: "d", label: "Copy the text and open LinkedIn", group: "Tasks", run: open },
    { keys: "y", label: "Copy the text", group: "Tasks", run: copyWords },
  ]);
  if (page === null) return null;
  return (
    <div className={s.reach}>
      <p className="second">{page.isSearch ? "Found by name and company" : "Their profile is known"}</p>
      {task.notes ? (
        <Button leftSection={<IconCopy size={14} stroke={1.75} />} rightSection={<Kbd keys="y" />} onClick={copyWords}>
          Copy text
        </Button>
      ) : null}
      <Button leftSection={<IconExternalLink size={14} stroke={1.75} />} rightSection={<Kbd keys="d" />} onClick={open}>
        {task.notes ? "Copy and open" : "Open LinkedIn"}
      </Button>
    </div>
  );
}
