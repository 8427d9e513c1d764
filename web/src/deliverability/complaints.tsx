import type { AccountComplaints } from "@haste/contract/nouns/sender-standing";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { count, plural } from "../ui/numbers.ts";
import { Section } from "../ui/page.tsx";
import s from "./standing.module.css";
import { complaintLooks } from "./standing-words.ts";
import { StateWords } from "./state-words.tsx";

/** Accounts whose mail was reported; the others in a sentence. */
export function Complaints({ accounts }: { accounts: readonly AccountComplaints[] }) {
  const told = accounts.filter(
    ({ state, isPausedForIt, stoppedTowards }) => state !== "fine" || isPausedForIt || stoppedTowards.length > 0,
  );
  const others = accounts.length - told.length;
  return (
    <Section title="Spam complaints" aside="a live account pauses by itself before 0.3 %">
      <ul className={s.rows}>
        {told.map((account) => (
          <Complained key={account.accountId} account={account} />
        ))}
      </ul>
      {others > 0 ? (
        <p className="quiet">{plural(others, "account has", "accounts have")} nothing to look at.</p>
      ) : null}
    </Section>
  );
}

function Complained({ account }: { account: AccountComplaints }) {
  const { email, state, evidence, reason, isPausedForIt, stoppedTowards, since } = account;
  const times = useTimes();
  return (
    <li>
      <StateWords look={complaintLooks[state]} />
      <div>
        <A href={paths.account(account.accountId)}>{email}</A>{" "}
        <span className="num quiet">
          {count(evidence.n)} of {count(evidence.of)}
          {since ? ` since ${times.when(since)}` : ""}
        </span>
        <p>
          {reason}{" "}
          {stoppedTowards.length > 0 ? (
            <span className={s.next}>
              Stopped towards {plural(stoppedTowards.length, "recipient provider", "recipient providers")}: say on the
              account what was done.
            </span>
          ) : null}{" "}
          {isPausedForIt ? <span className={s.next}>Paused: say what was done to let it go on.</span> : null}
        </p>
      </div>
    </li>
  );
}
