import type { DomainInDepth } from "@haste/contract/nouns/deliverability";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import s from "./deliverability.module.css";
import { FoundAndExpected } from "./found-and-expected.tsx";
import { StateWords } from "./state-words.tsx";
import { findingLooks, foundByWords, proofWords, provedWords } from "./words.ts";

type Returned = DomainInDepth["returned"][number];

/** Mails that really left and were found in a mailbox: what they carry counts before what records let expect. */
export function ReturnedMails({ returned }: { returned: readonly Returned[] }) {
  return (
    <Section title="Seen on mail that came back" aside="the last of each mailbox; it counts for a week">
      {returned.length === 0 ? (
        <p className="quiet">
          None yet. Check an account, or start a <A href={paths.seedTests}>seed test</A>: the mail is read where it
          arrives.
        </p>
      ) : null}
      <div className={s.returned}>
        {returned.map((mail, index) => (
          <ReturnedMail key={`${mail.accountId} ${mail.mailboxId}`} mail={mail} isOpen={index === 0} />
        ))}
      </div>
    </Section>
  );
}

function ReturnedMail({ mail, isOpen }: { mail: Returned; isOpen: boolean }) {
  const times = useTimes();
  const { email, mailbox, foundBy, receiver, proofs, seenAt } = mail;
  return (
    <details open={isOpen}>
      <summary>
        <b>{mailbox === email ? `${email}, to itself` : `${email} in ${mailbox}`}</b>
        <span className="quiet">
          {times.when(seenAt)}, {foundByWords[foundBy]}
        </span>
        <span className={s.proved}>{provedWords(proofs)}</span>
      </summary>
      <p className="quiet">
        {receiver === null ? "Its mailbox's host does not say what it found." : `${receiver} says what it found.`}
      </p>
      <ul className={s.findings}>
        {proofs.map(({ kind, state, detail, found, expected, fix }) => {
          const [name, what] = proofWords[kind];
          return (
            <li key={kind} className={s.finding} data-state={state}>
              <div className={s.findingHead}>
                <h3>{name}</h3>
                <span className="quiet">{what}</span>
                <StateWords look={findingLooks[state]} />
              </div>
              <p>{detail}</p>
              <FoundAndExpected found={found} expected={expected} />
              {fix ? <p className={s.fix}>{fix}</p> : null}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
