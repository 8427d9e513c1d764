import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Step } from "@haste/contract/nouns/steps";
import { useQuery } from "@tanstack/react-query";
import { api } from "../app/api.ts";
import { count, percent } from "../ui/numbers.ts";
import { viewOf } from "./kinds/index.ts";
import s from "./steps.module.css";
import { bodyStart, delayWords, plainLiquid, stepTitle } from "./words.ts";

/** The steps in order, with what waits before each and how many people stand there. */
export function StepOutline(props: { sequence: Sequence; openId: string | undefined; onOpen: (step: Step) => void }) {
  const { sequence } = props;
  const numbers = useQuery({
    queryKey: ["sequences", sequence.id, "analytics"],
    queryFn: ({ signal }) => api("GET /sequences/:id/analytics", { params: { id: sequence.id }, signal }),
    enabled: sequence.status !== "draft",
  });
  const here = new Map(sequence.stats?.peoplePerStep.map((each) => [each.stepId, each.people]));
  return (
    <div className={s.list}>
      <div className={s.head} aria-hidden="true">
        <span />
        <span />
        <span>Step</span>
        <span>Waits before</span>
        <span className={s.end}>Here</span>
        <span className={s.end}>Sent</span>
        <span className={s.end}>Replied</span>
      </div>
      <ol aria-label="Steps">
        {sequence.steps.map((step, at) => {
          const row = numbers.data?.stepMetrics[step.id];
          const { Icon, name } = viewOf(step.type);
          return (
            <li key={step.id}>
              <button
                type="button"
                className={s.row}
                aria-current={step.id === props.openId}
                onClick={() => props.onOpen(step)}
              >
                <span className={s.tile}>
                  <Icon size={16} stroke={1.6} aria-hidden="true" />
                </span>
                <span className="num quiet">{at + 1}</span>
                <span className={s.name} dir="auto">
                  <b className="cut">{plainLiquid(stepTitle(sequence.steps, at))}</b>
                  <small className="cut">{step.type === "email" ? bodyStart(step) || "No text yet" : name}</small>
                </span>
                <span className={s.delay}>{delayWords(step.delay)}</span>
                <span className={s.end}>{count(here.get(step.id))}</span>
                <span className={s.end}>{count(row?.sent)}</span>
                <span className={s.end}>{percent(row?.replyRate)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
