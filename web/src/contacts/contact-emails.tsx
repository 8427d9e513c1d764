import type { EmailActivity } from "@haste/contract/nouns/enrollments";
import { Button } from "@mantine/core";
import { api } from "../app/api.ts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { useIsSandbox } from "../app/session.ts";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import { usePages } from "../ui/list/use-pages.ts";
import p from "../ui/panes.module.css";
import { ErrorState } from "../ui/state/error.tsx";
import { Bone } from "../ui/state/skeleton.tsx";
import { emailProgress } from "../ui/status/email-progress.ts";
import { Line } from "../ui/status/line.tsx";
import { Actor, EmailState } from "../ui/status/state.tsx";
import s from "./contact.module.css";

/** Every mail to this person, newest first: how far it got, what came back, and who did it. */
export function ContactEmails({ contactId, address }: { contactId: string; address: string }) {
  const sandbox = useIsSandbox();
  const list = usePages<EmailActivity>(["contact", contactId, "emails"], (cursor, signal) =>
    api("GET /contacts/:id/email-activities", {
      params: { id: contactId },
      query: { limit: 30, ...(cursor ? { cursor } : {}) },
      signal,
    }),
  );
  return (
    <section className={cx(p.part, s.part)} aria-label="Emails">
      <div className={s.partHead}>
        <h3>Emails</h3>
        {sandbox && list.rows.length > 0 ? (
          <A className="link" href={paths.sandboxTo(address)}>
            Read them in the sandbox inbox
          </A>
        ) : null}
      </div>
      {list.query.isPending ? (
        <div className={p.bones}>
          <Bone width="70%" />
          <Bone width="45%" />
          <Bone width="60%" />
        </div>
      ) : null}
      {list.query.error && list.rows.length === 0 ? (
        <ErrorState error={list.query.error} retry={() => void list.query.refetch()} />
      ) : null}
      {list.query.data && list.rows.length === 0 ? (
        <p className="quiet">No mail has been planned or sent to this person.</p>
      ) : null}
      <ol className={s.mails}>
        {list.rows.map((mail) => (
          <Mail key={mail.id} mail={mail} />
        ))}
      </ol>
      {list.query.hasNextPage ? (
        <Button size="xs" variant="subtle" onClick={list.loadMore} loading={list.query.isFetchingNextPage}>
          Older mails
        </Button>
      ) : null}
    </section>
  );
}

function Mail({ mail }: { mail: EmailActivity }) {
  const times = useTimes();
  const { stage, end } = emailProgress(mail);
  const at = mail.sentAt ?? mail.scheduledAt;
  const reason = mail.heldReason ?? mail.bounceReason;
  return (
    <li className={s.mail}>
      <div className={s.mailHead}>
        <b className="cut" dir="auto">
          {mail.subject ?? "The subject is written when the mail is rendered"}
        </b>
        <time className={p.time} dateTime={at ?? undefined} title={times.full(at)}>
          {mail.sentAt ? "" : "planned "}
          {times.when(at)}
        </time>
      </div>
      <div className={s.mailState}>
        <Line stage={stage} end={end} />
        <EmailState state={mail.status} reason={reason} />
        {mail.fromEmail ? <span className={`${p.hint} cut`}>from {mail.fromEmail}</span> : null}
        <A className={`${p.hint} link`} href={paths.email(mail.id)}>
          Details
        </A>
      </div>
      <Signals mail={mail} />
    </li>
  );
}

interface Signal {
  readonly code: string;
  readonly actor: "human" | "machine" | null;
  readonly words: string;
  readonly at: string | null;
}

/** What came back, newest first. What machines did is told, and told apart. */
function signalsOf(mail: EmailActivity): Signal[] {
  const times = (n: number) => (n > 1 ? ` ${n} times` : "");
  const found: (Signal | false)[] = [
    mail.unsubscribed && { code: "unsubscribed", actor: "human", words: "Unsubscribed", at: null },
    mail.spamComplaint && { code: "complained", actor: "human", words: "Reported as spam", at: null },
    mail.repliedAt !== null && { code: "replied", actor: "human", words: "Replied", at: mail.repliedAt },
    mail.clickCount > 0 && {
      code: "clicked",
      actor: "human",
      words: `Clicked${times(mail.clickCount)}`,
      at: mail.clickedAt,
    },
    mail.openCount > 0 && {
      code: "opened",
      actor: "human",
      words: `Opened${times(mail.openCount)}`,
      at: mail.openedAt,
    },
    mail.machineOpenCount + mail.machineClickCount > 0 && {
      code: "machine",
      actor: "machine",
      words: machineWords(mail),
      at: null,
    },
  ];
  return found.filter((each) => each !== false);
}

function machineWords(mail: EmailActivity): string {
  const parts = [
    mail.machineOpenCount > 0 ? `opened ${mail.machineOpenCount}×` : "",
    mail.machineClickCount > 0 ? `followed ${mail.machineClickCount} links` : "",
  ];
  return `A machine ${parts.filter(Boolean).join(" and ")}; not counted`;
}

function Signals({ mail }: { mail: EmailActivity }) {
  const times = useTimes();
  const signals = signalsOf(mail);
  if (signals.length === 0) return null;
  return (
    <ul className={s.signals}>
      {signals.map((signal) => (
        <li key={signal.code}>
          {signal.actor ? <Actor actor={signal.actor} /> : null}
          <span>{signal.words}</span>
          {signal.at ? (
            <time className={p.time} dateTime={signal.at}>
              {times.when(signal.at)}
            </time>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
