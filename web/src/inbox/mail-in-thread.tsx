import type { ShownThread, ThreadMail } from "@haste/contract/nouns/inbox";
import { useComputedColorScheme } from "@mantine/core";
import { useState } from "react";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { Avatar } from "../ui/avatar.tsx";
import { cx } from "../ui/cx.ts";
import { A } from "../ui/link.tsx";
import { MailFrame } from "../ui/mail/mail-frame.tsx";
import { plural } from "../ui/numbers.ts";
import { personName } from "../ui/person.ts";
import { EmailState } from "../ui/status/state.tsx";
import s from "./inbox.module.css";
import { Matched } from "./match-mail.tsx";

/** One mail of a thread: its words first, what it quotes folded, and as it came only when asked for. */
export function MailInThread(props: { mail: ThreadMail; thread: ShownThread; onOpen: (id: string) => void }) {
  const { mail, thread, onOpen } = props;
  const times = useTimes();
  const dark = useComputedColorScheme("light") === "dark";
  const [isFolded, setFolded] = useState(true);
  const [asCame, setAsCame] = useState(false);
  const isOut = mail.direction === "out";
  const theirs = thread.contact ? personName(thread.contact) : (mail.from ?? "Nobody known");
  const name = isOut ? (mail.from ?? thread.sendingAccount.email) : theirs;
  const lines = mail.quoted?.split("\n").length ?? 0;
  return (
    <article className={s.mail} data-out={isOut || undefined} aria-label={`Mail by ${name}`}>
      <header className={s.from}>
        <Avatar id={isOut ? name : (thread.contact?.id ?? name)} name={name} size={22} />
        <b className={cx(s.by, "cut")} dir="auto">
          {name}
        </b>
        <span className={cx(s.to, "cut")}>to {mail.to}</span>
        <time dateTime={mail.at} title={times.full(mail.at)}>
          {times.when(mail.at)}
        </time>
      </header>
      {asCame && mail.html ? (
        <div className={s.framed}>
          <MailFrame
            html={mail.html}
            subject={mail.subject}
            pictures={false}
            dark={dark}
            onLink={isOut ? followNothing : openElsewhere}
            whyNot="loading one tells its sender that you read the mail."
          />
        </div>
      ) : (
        <p className={s.words} dir="auto">
          {mail.text || whyWordless(mail, times.full)}
        </p>
      )}
      <div className={s.under}>
        {mail.quoted && !asCame ? (
          <button type="button" className={s.fold} aria-expanded={!isFolded} onClick={() => setFolded(!isFolded)}>
            {isFolded ? `… ${plural(lines, "quoted line", "quoted lines")}` : "Fold the quote"}
          </button>
        ) : null}
        {mail.html ? (
          <button type="button" className={s.fold} aria-pressed={asCame} onClick={() => setAsCame(!asCame)}>
            {asCame ? "Words only" : `As it ${isOut ? "left" : "came"}`}
          </button>
        ) : null}
        {mail.email && mail.email.status !== "sent" && mail.email.status !== "delivered" ? (
          <A href={paths.email(mail.id)}>
            <EmailState state={mail.email.status} />
          </A>
        ) : null}
        {mail.inbound?.matchedBy ? <Matched mail={mail.inbound} onOpen={onOpen} /> : null}
        {mail.email?.sequence ? <span className="quiet cut">{mail.email.sequence.name}</span> : null}
      </div>
      {mail.quoted && !isFolded && !asCame ? (
        <p className={cx(s.words, s.quoted)} dir="auto">
          {mail.quoted}
        </p>
      ) : null}
    </article>
  );
}

function whyWordless({ html, textRemovedAt }: ThreadMail, say: (at: string) => string): string {
  if (html) return "No words of its own.";
  return textRemovedAt === null ? "Its words were not kept." : `Its words went by age: ${say(textRemovedAt)}.`;
}

/** Links of a stranger's mail open in a page that knows nothing of this one; what is no web address opens nothing. */
function openElsewhere(href: string): void {
  if (/^https?:\/\//i.test(href)) window.open(href, "_blank", "noopener,noreferrer");
}

/** Links of our own mails are signed for their recipient: to follow one would count as their click, or unsubscribe them. */
function followNothing(): void {}
