import type { Sequence } from "@haste/contract/nouns/sequences";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../app/paths.ts";
import { evidenceOf } from "../ui/evidence.ts";
import { A } from "../ui/link.tsx";
import { count, percent } from "../ui/numbers.ts";
import { RangeBar } from "../ui/plots/range.tsx";
import s from "./sequences.module.css";
import { place } from "./tree.ts";
import { analyticsQuery } from "./when-and-who.tsx";
import { plainLiquid, titleOf } from "./words.ts";

/** One row per step: what it sent and what came back, rates with their range on one scale. */
export function StepTable({ sequence }: { sequence: Sequence }) {
  const numbers = useQuery(analyticsQuery(sequence.id));
  const evidence = numbers.data?.evidence ?? {};
  const of = (id: string) => evidenceOf(evidence, `/stepMetrics/${id}/replyRate`);
  const positiveOf = (id: string) => evidenceOf(evidence, `/stepMetrics/${id}/positiveReplyRate`);
  const all = place(sequence.steps);
  const max = Math.max(0.1, ...all.map(({ step }) => of(step.id)?.high ?? 0));
  const here = new Map(sequence.stats?.peoplePerStep.map((each) => [each.stepId, each.people]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <section style={{ overflowX: "auto" }} aria-label="Numbers by step" tabIndex={0}>
      <table className={s.table} style={{ minWidth: 860 }}>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col" className={s.end}>
              Here
            </th>
            <th scope="col" className={s.end}>
              Sent
            </th>
            <th scope="col" className={s.end}>
              Bounced
            </th>
            <th scope="col" className={s.end}>
              Human opens
            </th>
            <th scope="col" className={s.end}>
              Clicked
            </th>
            <th scope="col" className={s.end}>
              Replied
            </th>
            <th scope="col">95 % range</th>
            <th scope="col" className={s.end}>
              Positive
            </th>
            <th scope="col">95 % range</th>
            <th scope="col" className={s.end}>
              Converted
            </th>
            <th scope="col" className={s.end}>
              Dropped
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((one) => {
            const { step, number } = one;
            const row = numbers.data?.stepMetrics[step.id];
            const opens = (step.tracking ?? sequence.settings.tracking).opens;
            return (
              <tr key={step.id}>
                <td>
                  <A className="cut" style={{ display: "block" }} href={paths.step(sequence.id, step.id)} dir="auto">
                    <span className="quiet num">{number}</span> {plainLiquid(titleOf(all, one))}
                  </A>
                </td>
                <td className={s.end}>{count(here.get(step.id))}</td>
                <td className={s.end}>{count(row?.sent)}</td>
                <td className={s.end}>{percent(row?.bounceRate)}</td>
                <td className={s.end}>{opens ? percent(row?.openRate) : <span className="quiet">not counted</span>}</td>
                <td className={s.end}>{percent(row?.clickRate)}</td>
                <td className={s.end}>{percent(row?.replyRate)}</td>
                <td>
                  <RangeBar rate={row?.replyRate ?? null} evidence={of(step.id)} max={max} />
                </td>
                <td className={s.end}>
                  {row && row.sent > 0 ? `${positiveOf(step.id)?.n ?? 0} · ${percent(row.positiveReplyRate)}` : "–"}
                </td>
                <td>
                  <RangeBar rate={row?.positiveReplyRate ?? null} evidence={positiveOf(step.id)} max={max} />
                </td>
                <td className={s.end}>{percent(row?.conversionRate)}</td>
                <td className={s.end}>{percent(row?.dropoffRate)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
