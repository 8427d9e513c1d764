import type { AbTest } from "@haste/contract/nouns/ab-tests";
import { useClock } from "../../app/clock.tsx";
import { fullTime } from "../../ui/time.ts";
import { metricLabels } from "./evidence-words.ts";
import s from "./experiment.module.css";
import { countsPeople } from "./ways.ts";

const wholeWay =
  "all that happens to somebody from the moment they are dealt a way, whether they get to its end or not, once a person";

/** What the numbers stand on, for whoever wants to know. */
export function FinePrint({ test }: { test: AbTest }) {
  const { zone } = useClock();
  const isOfWays = countsPeople(test);
  const at = (instant: string | null) => (instant === null ? "–" : fullTime(new Date(instant), zone));
  return (
    <section aria-label="Fine print">
      <h3>Fine print</h3>
      <dl className={s.facts}>
        <dt>Measure</dt>
        <dd>{metricLabels[test.metric]}, by people</dd>
        <dt>Stays with the person</dt>
        <dd>{isOfWays ? "even if they come to the branch again" : "through retries and follow-ups"}</dd>
        <dt>Who takes part</dt>
        <dd>
          {test.sampleSize === 100
            ? "everybody"
            : `${test.sampleSize} % of people; the others ${isOfWays ? "go as without a test" : "get the step as it is"}`}
        </dd>
        <dt>False alarms</dt>
        <dd>at most {100 - test.confidenceLevel} in 100 tests of equal variants, however often you look</dd>
        <dt>{isOfWays ? "What counts" : "Young emails"}</dt>
        <dd>{isOfWays ? wholeWay : youngWords(test)}</dd>
        <dt>Started</dt>
        <dd>{at(test.startedAt)}</dd>
        {test.stoppedAt === null ? null : (
          <>
            <dt>Ended</dt>
            <dd>{at(test.stoppedAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function youngWords({ metric }: AbTest): string {
  return metric === "conversion_rate"
    ? "count as they are: how late conversions come is not known"
    : "count as they are; what may still come of them within two weeks stands beside and decides nothing";
}
