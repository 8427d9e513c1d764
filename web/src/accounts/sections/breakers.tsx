import type { SendingPace } from "@haste/contract/nouns/sending-pace";
import { useTimes } from "../../app/clock.tsx";
import { count } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import { Glyph, type GlyphName } from "../../ui/status/glyph.tsx";
import s from "../accounts.module.css";
import { breakerSentence, nextWords, type ProviderPace, paceStates, recipientWords } from "../pace-words.ts";

const glyphs: Readonly<Record<ProviderPace["state"], readonly [GlyphName, string]>> = {
  flowing: ["dot", "var(--good-fill)"],
  resting: ["bars", "var(--warn-fill)"],
  probing: ["ring", "var(--warn-fill)"],
  recovering: ["ring", "var(--accent)"],
};

/** This account towards each recipient provider: who holds it back, since when, what comes next, and what waits. */
export function BreakersSection({ providers }: { providers: SendingPace["providers"] }) {
  const times = useTimes();
  return (
    <Section title="Recipient providers">
      <p className={s.finding}>{breakerSentence(providers)}</p>
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
                <tr key={pace.provider}>
                  <th scope="row">{recipientWords(pace.provider)}</th>
                  <td>
                    <State pace={pace} />
                    {pace.state === "flowing" ? null : (
                      <small>
                        {nextWords(pace, times.when)}
                        {pace.lastReply ? <q>{pace.lastReply}</q> : null}
                      </small>
                    )}
                  </td>
                  <td className="num">{times.when(pace.heldSince)}</td>
                  <td className="num">{count(pace.waiting)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null}
    </Section>
  );
}

function State({ pace }: { pace: ProviderPace }) {
  const [name, color] = glyphs[pace.state];
  return (
    <span className={s.state}>
      <Glyph name={name} color={color} />
      {paceStates[pace.state]}
    </span>
  );
}
