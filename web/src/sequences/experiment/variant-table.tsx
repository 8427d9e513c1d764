import type { AbTest } from "@haste/contract/nouns/ab-tests";
import type { CSSProperties } from "react";
import { count, percent } from "../../ui/numbers.ts";
import { metricLabels, toComeWords } from "./evidence-words.ts";
import s from "./experiment.module.css";
import { countsPeople } from "./ways.ts";

/** Each variant with what is counted of it as evidence; a stopped one says why and keeps its numbers. */
export function VariantTable(props: {
  test: AbTest;
  toneOf: (variantId: string) => string;
  /** What each way does, where whole ways are tested. */
  ways: ReadonlyMap<string, string>;
}) {
  const { test, toneOf, ways } = props;
  // Of people who are still on their way nothing is foreseen.
  const foresees = !countsPeople(test);
  const shares = test.status === "running" ? (test.results?.periods.at(-1)?.shares ?? []) : [];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className={s.scroll} aria-label="Variants" tabIndex={0}>
      <table className={s.table}>
        <thead>
          <tr>
            {[
              ...(foresees ? ["Variant", "Sent"] : ["Way", "People"]),
              metricLabels[test.metric],
              "Rate",
              ...(foresees ? ["May still come"] : []),
              "Surely",
              "Best with",
              "Expected loss",
              "Share now",
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {test.variants.map((variant) => {
            const arm = test.results?.arms.find(({ variantId }) => variantId === variant.id);
            const share = shares.find(({ variantId }) => variantId === variant.id)?.share;
            return (
              <tr key={variant.id} data-stopped={variant.stoppedAt !== null || undefined}>
                <th scope="row">
                  <span className={s.letter} style={{ "--tone": toneOf(variant.id) } as CSSProperties}>
                    {variant.name}
                  </span>
                  <span dir="auto">{foresees ? saysOf(variant.content) : ways.get(variant.id)}</span>
                  {variant.stoppedReason === null ? null : (
                    <span className={s.why}>Stopped: {variant.stoppedReason}</span>
                  )}
                </th>
                <td>{count(arm?.sent ?? variant.stats.sent)}</td>
                <td>{count(arm?.successes)}</td>
                <td>{percent(arm?.rate)}</td>
                {foresees ? <td>{arm?.forecast ? toComeWords(arm.forecast) : "–"}</td> : null}
                <td>{arm === undefined || arm.sent === 0 ? "–" : `${percent(arm.low)} to ${percent(arm.high)}`}</td>
                <td>{percent(arm?.isBest)}</td>
                <td>{arm === undefined ? "–" : `${(arm.expectedLoss * 100).toFixed(2)} pt`}</td>
                <td>{share === undefined ? "–" : percent(share)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function saysOf({ subject, fromName, hours, htmlContent }: AbTest["variants"][number]["content"]): string {
  if (subject) return `“${subject}”`;
  if (fromName) return `From ${fromName}`;
  if (hours) return `${hours.start} to ${hours.end}`;
  return htmlContent ? "Another text" : "The step as it is";
}
