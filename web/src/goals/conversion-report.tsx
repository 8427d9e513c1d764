import type { ConversionReport } from "@haste/contract/nouns/goals";
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { modelNames, parts } from "../app/conversion-words.ts";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { moneys, plural } from "../ui/numbers.ts";
import { Section } from "../ui/page.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import s from "./conversion-report.module.css";
import type { Behind, Scope } from "./converted-panel.tsx";

type Goal = ConversionReport["goals"][number];

const periods = [30, 90, 365].map((days) => ({
  value: String(days),
  label: days === 365 ? "Last year" : `Last ${days} days`,
}));
const models = Object.entries(modelNames).map(([value, label]) => ({ value, label }));

interface ReportProps {
  readonly scope: Scope;
  readonly setScope: (scope: Scope) => void;
  readonly onOpen: (behind: Behind) => void;
}

/** Goals that were reached in a period, and what each sequence has of them; every number opens whose conversions it is. */
export function ConversionsOfPeriod({ scope, setScope, onOpen }: ReportProps) {
  const report = useQuery({
    queryKey: ["reports", "conversions", scope],
    queryFn: ({ signal }) => api("GET /reports/conversions", { query: scope, signal }),
  });
  const goals = report.data?.goals ?? [];
  return (
    <Section title="What was reached" aside={report.data?.isCapped ? "Of the workspace’s newest 5,000" : undefined}>
      <div className={s.choices}>
        <Select
          size="xs"
          w={130}
          aria-label="Period"
          allowDeselect={false}
          value={String(scope.days)}
          data={periods}
          onChange={(days) => setScope({ ...scope, days: Number(days) })}
        />
        <Select
          size="xs"
          w={180}
          aria-label="Whose merit"
          allowDeselect={false}
          value={scope.model}
          data={models}
          onChange={(model) => setScope({ ...scope, model: model as Scope["model"] })}
        />
      </div>
      {report.error ? <ErrorState error={report.error} retry={() => void report.refetch()} /> : null}
      {report.isPending ? <SkeletonRows rows={3} height={36} /> : null}
      {report.data && goals.length === 0 ? <p className="second">No goal was reached in this time.</p> : null}
      {goals.map((goal) => (
        <ReachedGoal key={goal.goalId} goal={goal} onOpen={onOpen} />
      ))}
    </Section>
  );
}

function ReachedGoal({ goal, onOpen }: { goal: Goal; onOpen: (behind: Behind) => void }) {
  const { all, withoutMail } = goal;
  return (
    <section className={s.scroll} aria-label={`${goal.name} by sequence`}>
      <table className={s.table}>
        <thead>
          <tr>
            <th scope="col" dir="auto">
              {goal.name}
            </th>
            <th scope="col">Conversions</th>
            <th scope="col">Revenue</th>
            <th scope="col">People</th>
          </tr>
        </thead>
        <tbody>
          {goal.sequences.map((row) => (
            <tr key={row.sequenceId}>
              <th scope="row">
                <A href={paths.sequence(row.sequenceId)} dir="auto">
                  {row.name}
                </A>
                {row.holdOut > 0 ? (
                  <A className={`link ${s.heldOut}`} href={paths.sequence(row.sequenceId)}>
                    beside the {row.holdOut} % held out
                  </A>
                ) : null}
              </th>
              <td>{parts(row.conversions)}</td>
              <td>{moneys(row.revenue) || "–"}</td>
              <td>
                <button
                  type="button"
                  className="link"
                  aria-label={`${plural(row.people, "person", "people")} of ${row.name}`}
                  onClick={() => onOpen({ goalId: goal.goalId, sequenceId: row.sequenceId, title: row.name })}
                >
                  {row.people}
                </button>
              </td>
            </tr>
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
  );
}
