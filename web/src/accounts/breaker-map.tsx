import type { SendingAccount } from "@haste/contract/nouns/sending-accounts";
import { useTimes } from "../app/clock.tsx";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { count, plural } from "../ui/numbers.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import account from "./accounts.module.css";
import s from "./breaker-map.module.css";
import { PaceGlyph } from "./pace-glyph.tsx";
import { mapColumns, mapSentence, nextWords, type ProviderPace, paceStates, recipientWords } from "./pace-words.ts";
import { usePaces } from "./queries.ts";
import { ResumeTowards } from "./resume-with-reason.tsx";

/** More columns than this are no map any more; those that hold mail back always come first. */
const mostColumns = 12;

interface Line {
  readonly account: SendingAccount;
  readonly providers: ReadonlyMap<string, ProviderPace>;
}

/** Every account against every recipient provider: where mail flows, where it rests, and what waits for that. */
export function BreakerMap({ accounts }: { accounts: readonly SendingAccount[] }) {
  const paces = usePaces();
  if (paces.error) return <ErrorState error={paces.error} retry={() => void paces.refetch()} />;
  if (paces.data === undefined) return <SkeletonRows rows={6} />;
  const found = paces.data.accounts;
  const known = new Map(found.map(({ accountId, providers }) => [accountId, providers]));
  const lines = accounts.map((account) => ({
    account,
    providers: new Map((known.get(account.id) ?? []).map((pace) => [pace.provider, pace])),
  }));
  const { shown, left } = mapColumns(found, mostColumns);
  return (
    <PageBody label="Breakers">
      <Section
        title="Accounts and recipient providers"
        aside={left > 0 ? `${plural(left, "provider", "providers")} with less mail left out` : ""}
      >
        <p className={account.finding}>{mapSentence(found)}</p>
        {shown.length > 0 ? <Table lines={lines} providers={shown} /> : null}
      </Section>
      <Held lines={lines} />
    </PageBody>
  );
}

function Table({ lines, providers }: { lines: readonly Line[]; providers: readonly string[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={s.frame} aria-label="Pace by account and recipient provider" tabIndex={0}>
      <table className={s.map}>
        <thead>
          <tr>
            <th scope="col">Account</th>
            {providers.map((provider) => (
              <th scope="col" key={provider} title={provider}>
                {recipientWords(provider)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ account, providers: paces }) => (
            <tr key={account.id}>
              <th scope="row">
                <A href={paths.account(account.id)} className="cut">
                  {account.email}
                </A>
              </th>
              {providers.map((provider) => (
                <Cell key={provider} pace={paces.get(provider)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ pace }: { pace: ProviderPace | undefined }) {
  if (pace === undefined)
    return (
      <td>
        <span className="quiet">–</span>
      </td>
    );
  return (
    <td data-state={pace.state}>
      <span className={s.cell}>
        <PaceGlyph state={pace.state} />
        <span className={pace.state === "flowing" ? "sr" : undefined}>{paceStates[pace.state]}</span>
        <span className="num">{count(pace.waiting)}</span>
      </span>
    </td>
  );
}

/** What each pair that is held back waits for, and what the server said. */
function Held({ lines }: { lines: readonly Line[] }) {
  const times = useTimes();
  const held = lines.flatMap(({ account, providers }) =>
    [...providers.values()].filter(({ state }) => state !== "flowing").map((pace) => ({ account, pace })),
  );
  if (held.length === 0) return null;
  return (
    <Section title="Held back" aside={count(held.length)}>
      <ul className={s.held}>
        {held.map(({ account, pace }) => (
          <li key={`${account.id} ${pace.provider}`}>
            <b>
              {account.email} → {recipientWords(pace.provider)}
            </b>
            <p>
              {`Since ${times.when(pace.heldSince)}. ${nextWords(pace, times.when)} ${pace.waiting === 0 ? "Nothing waits" : plural(pace.waiting, "mail waits", "mails wait")}.`}
            </p>
            {pace.lastReply && pace.stopReason === null ? <q>{pace.lastReply}</q> : null}
            {pace.stopReason === null ? null : (
              <>
                <p>{pace.stopReason}</p>
                <ResumeTowards accountId={account.id} pace={pace} />
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
