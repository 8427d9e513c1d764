import type { EmailDetail } from "@haste/contract/nouns/emails";
import type { OutboxEmail } from "@haste/contract/nouns/outbox";
import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useClock, useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { consentWords } from "../ui/consent-words.ts";
import { useKeys } from "../ui/keys/use-keys.ts";
import { A } from "../ui/link.tsx";
import { PanelHeader, SidePanel } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import { Actor, EmailState } from "../ui/status/state.tsx";
import { EmailTrace } from "./email-trace.tsx";
import s from "./outbox.module.css";
import { emailQuery, type OutboxDeeds, useOnUncertain } from "./outbox-queries.ts";
import { happenings, kindWords, stateLooks } from "./outbox-words.ts";
import { WhyCounted } from "./visit-evidence.tsx";

/** One email beside the list: where it stands, why, what may be done, what happened, and what was said to the server. */
export function EmailPanel({ id, deeds, onClose }: { id: string; deeds: OutboxDeeds; onClose: () => void }) {
  const { data: mail, error, refetch } = useQuery(emailQuery(id));
  useKeys([{ keys: "Escape", label: "Close the panel", group: "Outbox", run: onClose }]);
  return (
    <SidePanel label="Email" width={460} over>
      <PanelHeader title={<span dir="auto">{mail?.subject ?? (mail ? "Not written yet" : "Email")}</span>}>
        <ActionIcon onClick={onClose} aria-label="Close">
          <IconX size={16} stroke={1.6} />
        </ActionIcon>
      </PanelHeader>
      {error && !mail ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {mail ? <Opened mail={mail} deeds={deeds} /> : null}
      {mail || error ? null : <SkeletonRows rows={5} height={28} />}
    </SidePanel>
  );
}

function Opened({ mail, deeds }: { mail: EmailDetail; deeds: OutboxDeeds }) {
  return (
    <>
      <Standing mail={mail} />
      {mail.state !== null && mail.actions.length > 0 ? (
        <Deeds mail={{ ...mail, state: mail.state }} deeds={deeds} />
      ) : null}
      <Facts mail={mail} />
      <History mail={mail} />
      <EmailTrace id={mail.id} />
    </>
  );
}

function Standing({ mail }: { mail: EmailDetail }) {
  const [look, word] = stateLooks[mail.state ?? ""] ?? [mail.status, undefined];
  return (
    <div className={s.standing}>
      <EmailState state={look} word={word} />
      {mail.reason ? <p>{mail.reason}</p> : null}
      {mail.state === "uncertain" ? (
        <>
          <p className="second">{afterUncertain(mail)}</p>
          <WhenUncertain account={mail.sendingAccount} />
        </>
      ) : null}
    </div>
  );
}

/** What is known, and what happens if nobody says anything. */
function afterUncertain(mail: EmailDetail): string {
  const said = mail.lastReply ? `The server's last words: ${mail.lastReply}. ` : "";
  return `${said}Whatever comes back of it settles it: a bounce, an answer, an open. Until then it is not sent again.`;
}

/** The account's own rule, for the next time. */
function WhenUncertain({ account }: { account: EmailDetail["sendingAccount"] }) {
  const change = useOnUncertain(account.id);
  return (
    <Checkbox
      mt={10}
      label={`Send uncertain emails of ${account.email} again by themselves`}
      description="Some then arrive twice. This one stays as it is."
      checked={account.onUncertain === "resend"}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked ? "resend" : "hold")}
    />
  );
}

function Deeds({ mail, deeds }: { mail: OutboxEmail; deeds: OutboxDeeds }) {
  const ids = [mail.id];
  return (
    <div className={s.deeds}>
      {mail.actions.includes("settle") ? (
        <>
          <Button onClick={() => deeds.settle.mutate({ ids, as: "sent" })}>It left</Button>
          <Button variant="outline" onClick={() => deeds.settle.mutate({ ids, as: "not_sent" })}>
            It did not leave: send again
          </Button>
        </>
      ) : null}
      {mail.actions.includes("retry") ? <Button onClick={() => deeds.retry.mutate(mail)}>Try again now</Button> : null}
      {mail.actions.includes("cancel") ? (
        <Button variant="outline" onClick={() => deeds.cancel.mutate(mail)}>
          Do not send
        </Button>
      ) : null}
    </div>
  );
}

function Facts({ mail }: { mail: EmailDetail }) {
  const times = useTimes();
  const { now } = useClock();
  return (
    <dl className={s.facts}>
      <dt>To</dt>
      <dd className="cut" dir="auto">
        {mail.contactId ? (
          <A className="link" href={paths.contact(mail.contactId)}>
            {mail.contactName ?? mail.toEmail}
          </A>
        ) : (
          mail.toEmail
        )}
      </dd>
      <dt>From</dt>
      <dd className="cut">
        {mail.sendingAccount.email}
        {mail.sendingAccount.isPaused ? " (paused)" : ""}
      </dd>
      <dt>What</dt>
      <dd className="cut">
        {mail.sequenceId ? (
          <A className="link" href={paths.sequence(mail.sequenceId)}>
            {mail.sequenceName}
          </A>
        ) : (
          kindWords[mail.kind]
        )}
      </dd>
      <dt>{mail.sentAt ? "Left" : "Planned"}</dt>
      <dd className="num">{times.full(mail.sentAt ?? mail.nextAt ?? mail.scheduledAt)}</dd>
      {mail.restedOn ? (
        <>
          <dt>Rested on</dt>
          <dd className="cut">{consentWords(mail.restedOn, now)}</dd>
        </>
      ) : null}
      <dt>Attempts</dt>
      <dd className="num">{mail.attempt}</dd>
    </dl>
  );
}

function History({ mail }: { mail: EmailDetail }) {
  const times = useTimes();
  if (mail.history.length === 0) return null;
  return (
    <section className={s.part} aria-label="What happened">
      <h3>What happened</h3>
      <ol className={s.history}>
        {mail.history.map((each, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a scanner may follow two links in one millisecond
          <li key={`${each.at} ${each.kind} ${place}`}>
            <Actor actor={each.actor} />
            <span>
              {happenings[each.kind] ?? each.kind}
              {each.detail ? <span className="second"> · {each.detail}</span> : null}
              {each.evidence ? <WhyCounted evidence={each.evidence} /> : null}
            </span>
            <time className="quiet num" dateTime={each.at} title={times.full(each.at)}>
              {times.when(each.at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
