import type { Requirements as Told } from "@haste/contract/nouns/sender-standing";
import { Section } from "../ui/page.tsx";
import s from "./standing.module.css";
import { requirementLooks, volumeWords } from "./standing-words.ts";
import { StateWords } from "./state-words.tsx";

/** What Gmail, Yahoo and Microsoft ask of senders, what saves most mail first. */
export function Requirements({ told }: { told: Told }) {
  return (
    <Section title="What large receivers ask" aside={volumeWords(told.volume)}>
      <ul className={s.rows}>
        {told.requirements.map(({ code, title, state, detail, wantedBy, ofBulkOnly, nextStep }) => (
          <li key={code}>
            <StateWords look={requirementLooks[state]} />
            <div>
              <b>{title}</b>{" "}
              <span className="quiet">
                {wantedBy.join(", ")}
                {ofBulkOnly ? ", of bulk" : ""}
              </span>
              <p>
                {detail} {nextStep ? <span className={s.next}>{nextStep}</span> : null}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
