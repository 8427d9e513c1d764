import type { SendingPace } from "@haste/contract/nouns/sending-pace";
import { Section } from "../../ui/page.tsx";
import account from "../accounts.module.css";
import { partWords, reputationSentence } from "../pace-words.ts";
import s from "./sections.module.css";

/** What receivers seem to think of the account: a number with its bounds, and the parts it is made of. */
export function ReputationSection({ reputation }: { reputation: SendingPace["reputation"] }) {
  const { score, low, high, parts } = reputation;
  return (
    <Section title="Reputation" aside="30 days">
      <p className={account.finding}>{reputationSentence(reputation)}</p>
      {score === null || low === null || high === null ? null : (
        <>
          <span className={s.scale} aria-hidden="true">
            <i style={{ insetInlineStart: `${low}%`, width: `${Math.max(1, high - low)}%` }} />
            <b style={{ insetInlineStart: `${score}%` }} />
          </span>
          <dl className={s.parts}>
            {parts.map((part) => {
              const words = partWords(part);
              return (
                <div key={part.part}>
                  <dt>{words.title}</dt>
                  <dd className="num">{words.counted}</dd>
                  <dd className="num quiet">{words.points}</dd>
                </div>
              );
            })}
          </dl>
        </>
      )}
      <p className="quiet">Our own estimate, from what came back of its mail.</p>
    </Section>
  );
}
