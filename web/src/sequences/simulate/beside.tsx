import type { Simulation } from "@haste/contract/nouns/simulations";
import type { ReactNode } from "react";
import { useContactName } from "../../app/names.ts";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { count, percent, plural } from "../../ui/numbers.ts";
import { Section, SidePanel } from "../../ui/page.tsx";
import { reasonsOf } from "./findings.ts";
import s from "./simulate.module.css";

/** People named under a reason; the rest is counted. */
const NAMED = 5;

/** Beside what was found; below it where there is no room beside. */
export function Beside({ children }: { children: ReactNode }) {
  return (
    <SidePanel label="What if, what holds mails back, and what was assumed" width={320}>
      {children}
    </SidePanel>
  );
}

/** Whom no mail reaches, and what was taken for granted. */
export function Reasons({ simulation }: { simulation: Simulation }) {
  const { rates, unreachable, unreachableTotal, beside } = simulation;
  const reasons = reasonsOf(unreachable);
  return (
    <>
      <Section title="Never reached" aside={<b className={s.total}>{count(unreachableTotal)}</b>}>
        {reasons.length === 0 ? <p className="second">Everybody is reached.</p> : null}
        <ul className={s.reasons}>
          {reasons.map(({ code, n, words, contactIds }) => (
            <li key={code}>
              <b>{count(n)}</b>
              <details>
                <summary>{words}</summary>
                <ul>
                  {contactIds.slice(0, NAMED).map((id) => (
                    <li key={id}>
                      <Person id={id} />
                    </li>
                  ))}
                  {n > NAMED ? <li className="quiet">and {count(n - NAMED)} more</li> : null}
                </ul>
              </details>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Assumptions">
        <dl className={s.assumptions}>
          {(
            [
              ["Reply to a mail", rates.reply],
              ["Human open", rates.open],
              ["Click", rates.click],
              ["Hard bounce", rates.bounce],
              ["Unsubscribe", rates.unsubscribe],
            ] as const
          ).map(([name, rate]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{percent(rate)}</dd>
            </div>
          ))}
          <div>
            <dt>Zone rules</dt>
            <dd>{simulation.tzdata}</dd>
          </div>
        </dl>
        <p className={s.basis}>
          {rates.fromEmails > 0
            ? `From ${plural(rates.fromEmails, "mail", "mails")} of this workspace.`
            : "No mail has left here yet, so these are what is usual elsewhere."}
        </p>
        <p className={s.basis}>{besideInWords(beside)}</p>
      </Section>
    </>
  );
}

/** Who else wants the same accounts. */
function besideInWords({ people, leftOut, entered, sends }: Simulation["beside"]): string {
  const mails = plural(sends, "mail", "mails");
  const others =
    people === 0
      ? "Nobody else is on the way on these accounts."
      : `${plural(people, "person", "people")} on the way already ${people === 1 ? "wants" : "want"} the same accounts: ${mails} meanwhile.`;
  const left = leftOut > 0 ? ` ${count(leftOut)} more, due later, are left out.` : "";
  const onward = entered > 0 ? ` ${plural(entered, "person goes", "people go")} on in another sequence.` : "";
  return others + left + onward;
}

function Person({ id }: { id: string }) {
  const name = useContactName(id);
  return (
    <A className="link" href={paths.contact(id)}>
      <span dir="auto">{name ?? "…"}</span>
    </A>
  );
}
