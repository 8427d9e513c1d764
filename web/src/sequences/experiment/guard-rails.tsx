import type { AbTest, TestResults } from "@haste/contract/nouns/ab-tests";
import { sampleRatioAlarm } from "@haste/engine/experiment";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { count } from "../../ui/numbers.ts";
import { guardLabels, timesWords } from "./evidence-words.ts";
import s from "./experiment.module.css";
import { countsPeople } from "./ways.ts";

/** What no variant may make worse than the first one, whoever wins; and whether people were dealt as intended. */
export function GuardRails({ test, results }: { test: AbTest; results: TestResults }) {
  const nameOf = (id: string) => test.variants.find((variant) => variant.id === id)?.name;
  const isFair = results.sampleRatioP >= sampleRatioAlarm;
  const totals = (["unsubscribed", "complained", "bounced"] as const).map((guard) => {
    const found = results.guards.filter((one) => one.guard === guard);
    return { guard, found, atLeast: Math.max(0, ...found.map((one) => one.atLeast)) };
  });
  return (
    <section aria-label="Guard-rails">
      <h3>Guard-rails</h3>
      <table className={s.table}>
        <thead>
          <tr>
            {["None may get worse", countsPeople(test) ? "People" : "Emails", "Surely at least", "State"].map(
              (name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {totals.map(({ guard, found, atLeast }) => (
            <tr key={guard}>
              <th scope="row">{guardLabels[guard]}</th>
              <td>{found.map((one) => `${nameOf(one.variantId)} ${count(one.count)}`).join(", ")}</td>
              <td>{timesWords(atLeast)}</td>
              <td>
                <Inside isInside={atLeast <= 1} no="worse" />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">Fair split</th>
            <td>{count(results.arms.reduce((sum, { sent }) => sum + sent, 0))}</td>
            <td>p {results.sampleRatioP < 0.001 ? "< 0.001" : results.sampleRatioP.toFixed(2)}</td>
            <td>
              <Inside isInside={isFair} no="not as dealt" />
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function Inside({ isInside, no }: { isInside: boolean; no: string }) {
  const Icon = isInside ? IconCircleCheck : IconAlertTriangle;
  return (
    <span className={isInside ? s.good : s.bad}>
      <Icon size={14} stroke={1.75} aria-hidden="true" style={{ verticalAlign: "-2px" }} /> {isInside ? "inside" : no}
    </span>
  );
}
