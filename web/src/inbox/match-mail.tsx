import type { InboxThread } from "@haste/contract/nouns/inbox";
import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { PersonField } from "../app/person-field.tsx";
import { cx } from "../ui/cx.ts";
import p from "../ui/panes.module.css";
import { ErrorState } from "../ui/state/error.tsx";
import s from "./inbox.module.css";
import { useMatch } from "./inbox-queries.ts";

/** A mail by somebody nobody knows: a person who does says whose it is, and it counts as that contact's reply. */
export function MatchMail({ thread, onOpen }: { thread: InboxThread; onOpen: (id: string) => void }) {
  const [contactId, setContactId] = useState<string | null>(null);
  const match = useMatch(onOpen);
  const { from } = thread.mail;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (contactId !== null && !match.isPending) match.mutate({ id: thread.mail.id, contactId });
  }
  return (
    <aside className={cx(p.side, s.side)} aria-label="Whose mail this is">
      <section className={p.part}>
        <h3>Whose mail is this?</h3>
        <dl className={s.facts}>
          <dt>Address</dt>
          <dd className="cut">{from ?? "None"}</dd>
          <dt>Wrote to</dt>
          <dd className="cut">{thread.sendingAccount.email}</dd>
        </dl>
        <form onSubmit={submit} className={cx(p.form, s.match)}>
          <PersonField label="Contact" likely={from?.split("@")[1] ?? ""} value={contactId} onChange={setContactId} />
          <p className={p.hint}>It then counts as their reply to the last email they got. You can take it back.</p>
          {match.error ? <ErrorState error={match.error} /> : null}
          <Button type="submit" variant="filled" disabled={contactId === null} loading={match.isPending}>
            It is theirs
          </Button>
        </form>
      </section>
    </aside>
  );
}

/** Who said so, under a mail that was matched by hand, and the way back. */
export function Matched({ mail, onOpen }: { mail: InboxThread["mail"]; onOpen: (id: string) => void }) {
  const match = useMatch(onOpen);
  return (
    <>
      <span className="quiet cut">{mail.matchedBy} said that it is theirs.</span>
      <button
        type="button"
        className={s.fold}
        disabled={match.isPending}
        onClick={() => match.mutate({ id: mail.id, contactId: null })}
      >
        Not theirs
      </button>
      {match.error ? <ErrorState error={match.error} /> : null}
    </>
  );
}
