import type { ResponseOf } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import type { ReportOutcome } from "@haste/engine/report";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { paths } from "../app/paths.ts";
import { evidenceOf, isFew, scaleOf } from "../ui/evidence.ts";
import { A } from "../ui/link.tsx";
import { count } from "../ui/numbers.ts";
import { RangeBar, Rate } from "../ui/plots/range.tsx";
import s from "./sequences.module.css";
import { place } from "./tree.ts";
import { analyticsQuery } from "./when-and-who.tsx";
import { plainLiquid, titleOf } from "./words.ts";

type StepRate = Extract<keyof ResponseOf<"GET /sequences/:id/analytics">["stepMetrics"][string], `${string}Rate`>;

/** One row per step: what it sent and what came back, rates with their range on one scale. */
export function StepTable({ sequence }: { sequence: Sequence }) {
  const numbers = useQuery(analyticsQuery(sequence.id));
  const evidence = numbers.data?.evidence ?? {};
  const of = (id: string, rate: StepRate) => evidenceOf(evidence, `/stepMetrics/${id}/${rate}`);
  const all = place(sequence.steps);
  const max = scaleOf(all.map(({ step }) => of(step.id, "replyRate")));
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
            const cell = (rate: StepRate) => <Rate rate={row?.[rate]} evidence={of(step.id, rate)} />;
            const behind = (outcome: ReportOutcome) => paths.emailsBehind(outcome, sequence.id, step.id);
            const opening = (rate: StepRate, outcome: ReportOutcome) => (
              <Behind n={of(step.id, rate)?.n} href={behind(outcome)}>
                {cell(rate)}
              </Behind>
            );
            const positive = of(step.id, "positiveReplyRate");
            const opens = (step.tracking ?? sequence.settings.tracking).opens;
            return (
              <tr key={step.id}>
                <td>
                  <A className="cut" style={{ display: "block" }} href={paths.step(sequence.id, step.id)} dir="auto">
                    <span className="quiet num">{number}</span> {plainLiquid(titleOf(all, one))}
                  </A>
                </td>
                <td className={s.end}>{count(here.get(step.id))}</td>
                <td className={s.end}>
                  <Behind n={row?.sent} href={behind("sent")}>
                    {count(row?.sent)}
                  </Behind>
                </td>
                <td className={s.end}>{opening("bounceRate", "bounced")}</td>
                <td className={s.end}>
                  {opens ? opening("openRate", "opened") : <span className="quiet">not counted</span>}
                </td>
                <td className={s.end}>{opening("clickRate", "clicked")}</td>
                <td className={s.end}>{opening("replyRate", "replied")}</td>
                <td>
                  <RangeBar rate={row?.replyRate ?? null} evidence={of(step.id, "replyRate")} max={max} />
                </td>
                <td className={s.end}>
                  {positive && !isFew(positive) ? `${count(positive.n)} · ` : ""}
                  {opening("positiveReplyRate", "positive")}
                </td>
                <td>
                  <RangeBar rate={row?.positiveReplyRate ?? null} evidence={positive} max={max} />
                </td>
                <td className={s.end}>{cell("conversionRate")}</td>
                <td className={s.end}>{cell("dropoffRate")}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** A number that leads to its emails, where it has any. */
function Behind({ n, href, children }: { n: number | undefined; href: string; children: ReactNode }) {
  if (!n) return children;
  return (
    <A className={s.behind} href={href}>
      {children}
    </A>
  );
}
