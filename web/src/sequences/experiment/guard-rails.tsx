import type { AbTest, TestResults } from "@haste/contract/nouns/ab-tests";
import { sampleRatioAlarm } from "@haste/engine/experiment";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { count } from "../../ui/numbers.ts";
import { guardLabels, timesWords } from "./evidence-words.ts";
import s from "./experiment.module.css";

/** What no variant may make worse, whoever wins; and whether people were dealt as intended. */
export function GuardRails({ test, results }: { test: AbTest; results: TestResults }) {
  const nameOf = (id: string) => test.variants.find((variant) => variant.id === id)?.name;
  const isFair = results.sampleRatioP >= sampleRatioAlarm;
  return (
    <section aria-label="Guard-rails">
      <h3>Guard-rails</h3>
      <table className={s.table}>
        <thead>
          <tr>
            {["None may get worse", "Emails", "Surely at least", ""].map((name) => (
              <th key={name} scope={name === "" ? undefined : "col"}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {results.guards.map(({ variantId, guard, count: emails, atLeast }) => (
            <tr key={`${variantId} ${guard}`}>
              <th scope="row">
                {guardLabels[guard]} of {nameOf(variantId)}
              </th>
              <td>{count(emails)}</td>
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
