import type { SendingPace } from "@haste/contract/nouns/sending-pace";
import { useTimes } from "../../app/clock.tsx";
import { count } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import account from "../accounts.module.css";
import { PaceGlyph } from "../pace-glyph.tsx";
import { breakerSentence, nextWords, type ProviderPace, paceStates, recipientWords } from "../pace-words.ts";
import { ResumeTowards } from "../resume-with-reason.tsx";
import s from "./sections.module.css";

/** This account towards each recipient provider: who holds it back, since when, what comes next, and what waits. */
export function BreakersSection({ accountId, providers }: { accountId: string; providers: SendingPace["providers"] }) {
  return (
    <Section title="Recipient providers">
      <p className={account.finding}>{breakerSentence(providers)}</p>
      {providers.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={s.tableFrame} aria-label="Pace by recipient provider" tabIndex={0}>
          <table className={s.breakers}>
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">State</th>
                <th scope="col">Since</th>
                <th scope="col">Waiting</th>
              </tr>
            </thead>
            <tbody>
              {providers.map((pace) => (
                <Row key={pace.provider} accountId={accountId} pace={pace} />
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </Section>
  );
}

function Row({ accountId, pace }: { accountId: string; pace: ProviderPace }) {
  const times = useTimes();
  const isHeld = pace.state !== "flowing";
  return (
    <>
      <tr>
        <th scope="row">{recipientWords(pace.provider)}</th>
        <td>
          <span className={account.state}>
            <PaceGlyph state={pace.state} />
            {paceStates[pace.state]}
          </span>
        </td>
        <td className="num">{times.when(pace.heldSince)}</td>
        <td className="num">{count(pace.waiting)}</td>
      </tr>
      {isHeld ? (
        <tr className={s.next}>
          <td colSpan={4}>
            {pace.stopReason} {nextWords(pace, times.when)}
            {pace.lastReply && pace.stopReason === null ? <q>{pace.lastReply}</q> : null}
            {pace.stopReason === null ? null : <ResumeTowards accountId={accountId} pace={pace} />}
          </td>
        </tr>
      ) : null}
    </>
  );
}
