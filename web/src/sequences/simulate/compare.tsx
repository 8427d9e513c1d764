import type { Findings, Simulation } from "@haste/contract/nouns/simulations";
import type { ReactNode } from "react";
import { useTimes } from "../../app/clock.tsx";
import { count } from "../../ui/numbers.ts";
import { Section } from "../../ui/page.tsx";
import { dateWords } from "./findings.ts";
import { holdNames } from "./holds.ts";
import s from "./simulate.module.css";
import { busiestOf, laterInWords, moreInWords } from "./what-if.ts";

/** Both runs of the same people beside each other: what would be different, row by row. */
export function Compare({ simulation, whatIf }: { simulation: Simulation; whatIf: Findings }) {
  const times = useTimes();
  const day = (at: string | null) => (at === null ? "–" : times.full(at));
  const busiest = (of: Findings) => {
    const found = busiestOf(of);
    return found ? `${count(found.sends)} on ${dateWords(found.date)}` : "–";
  };
  const held = ({ holds }: Findings) => (holds.total[0] ? holdNames[holds.total[0].code] : "nothing");
  const row = (name: string, show: (of: Findings) => ReactNode, difference: string) => (
    <tr>
      <th scope="row">{name}</th>
      <td>{show(simulation)}</td>
      <td>
        <b>{show(whatIf)}</b>
        {difference ? <small>{difference}</small> : null}
      </td>
    </tr>
  );
  return (
    <Section>
      <table className={s.compare} aria-label="As things are, and what if">
        <thead>
          <tr>
            <td />
            <th scope="col">As things are</th>
            <th scope="col">What if</th>
          </tr>
        </thead>
        <tbody>
          {row(
            "9 of 10 mails by",
            ({ mostSentAt }) => day(mostSentAt),
            laterInWords(simulation.mostSentAt, whatIf.mostSentAt),
          )}
          {row("Last mail", ({ finishAt }) => day(finishAt), laterInWords(simulation.finishAt, whatIf.finishAt))}
          {row("Mails", ({ sends }) => count(sends), moreInWords(simulation.sends, whatIf.sends))}
          {row("Busiest day", busiest, "")}
          {row(
            "Never reached",
            ({ unreachableTotal }) => count(unreachableTotal),
            moreInWords(simulation.unreachableTotal, whatIf.unreachableTotal),
          )}
          {row("Held back most by", held, "")}
        </tbody>
      </table>
    </Section>
  );
}
