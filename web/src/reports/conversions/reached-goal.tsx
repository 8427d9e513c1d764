import type { ConversionReport, Credit } from "@haste/contract/nouns/goals";
import { type ConversionGroup, groupNames } from "@haste/engine/report";
import { parts } from "../../app/conversion-words.ts";
import { paths } from "../../app/paths.ts";
import { A } from "../../ui/link.tsx";
import { moneys, plural } from "../../ui/numbers.ts";
import type { Wanted } from "../address.ts";
import s from "./conversions.module.css";
import { ReachedPlot } from "./reached-plot.tsx";

type Goal = ConversionReport["goals"][number];

interface ReachedProps {
  readonly goal: Goal;
  readonly wanted: Wanted;
  readonly onOpen: (row: string) => void;
}

/** When one goal was reached, and what each sequence or template has of it; every number of people opens them. */
export function ReachedGoal({ goal, wanted, onOpen }: ReachedProps) {
  const { all, withoutMail, points, name } = goal;
  const { conversionsBy, interval } = wanted;
  return (
    <>
      <ReachedPlot points={points} interval={interval} />
      <section className={s.scroll} aria-label={`${name} by ${conversionsBy}`}>
        <table className={s.table}>
          <thead>
            <tr>
              <th scope="col">{groupNames[conversionsBy]}</th>
              <th scope="col">Conversions</th>
              <th scope="col">Revenue</th>
              <th scope="col">People</th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(goal, conversionsBy).map((row) => (
              <PartRow key={row.key} row={row} onOpen={() => onOpen(row.key)} />
            ))}
            <tr className="second">
              <th scope="row">No mail shares in it</th>
              <td>{parts(withoutMail.conversions)}</td>
              <td>{moneys(withoutMail.revenue) || "–"}</td>
              <td>–</td>
            </tr>
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All</th>
              <td>{parts(all.conversions)}</td>
              <td>{moneys(all.revenue) || "–"}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </section>
    </>
  );
}

interface Row extends Credit {
  /** As the report's address names it. */
  readonly key: string;
  readonly name: string;
  readonly people: number;
  readonly href: string | null;
  /** Percent of newcomers that are held out. */
  readonly holdOut: number;
}

export function rowsOf({ sequences, templates }: Goal, by: ConversionGroup): Row[] {
  if (by === "sequence")
    return sequences.map(({ sequenceId, ...row }) => ({ ...row, key: sequenceId, href: paths.sequence(sequenceId) }));
  return templates.map(({ templateId, ...row }) => ({
    ...{ ...row, key: templateId ?? "none", holdOut: 0 },
    href: templateId === null ? null : paths.template(templateId),
  }));
}

function PartRow({ row, onOpen }: { row: Row; onOpen: () => void }) {
  const { name, href, holdOut, people } = row;
  return (
    <tr>
      <th scope="row">
        {href === null ? (
          name
        ) : (
          <A href={href} dir="auto">
            {name}
          </A>
        )}
        {holdOut > 0 && href !== null ? (
          <A className={`link ${s.heldOut}`} href={href}>
            beside the {holdOut} % held out
          </A>
        ) : null}
      </th>
      <td>{parts(row.conversions)}</td>
      <td>{moneys(row.revenue) || "–"}</td>
      <td>
        <button
          type="button"
          className="link"
          aria-label={`${plural(people, "person", "people")} of ${name}`}
          onClick={onOpen}
        >
          {people}
        </button>
      </td>
    </tr>
  );
}
