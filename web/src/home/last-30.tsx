import type { Home } from "@haste/contract/nouns/home";
import { evidenceOf } from "../ui/evidence.ts";
import { count, percent } from "../ui/numbers.ts";
import { rangeWords } from "../ui/plots/range.tsx";
import s from "./home.module.css";

/** Fewer mails than this say nothing about a limit. */
const ENOUGH = 30;
/** Above these a mailbox provider starts to distrust the sender (Google and Yahoo bulk sender rules, 2024). */
const LIMITS = { bounce: 0.03, complaint: 0.001 };

/** Four rates with what they stand on; machine opens are never added to human ones. */
export function Last30({ numbers }: { numbers: Home["last30"] }) {
  const range = rangeWords(evidenceOf(numbers.evidence, "/last30/replyRate"));
  return (
    <section className={s.numbers} aria-label="Last 30 days">
      <div className={s.headLine}>
        <h2>Last 30 days</h2>
        <span className="quiet num">{count(numbers.sent)} sent</span>
      </div>
      <dl className={s.figures}>
        <Figure
          name="Replied"
          rate={numbers.replyRate}
          under={`${count(numbers.replied)}${range ? ` · range ${range}` : ""}`}
        />
        <Figure name="Human opens" rate={numbers.openRate} under={`+ ${count(numbers.openedMachine)} machine`} />
        <Figure
          name="Bounced"
          rate={numbers.bounceRate}
          limit={numbers.sent < ENOUGH ? undefined : LIMITS.bounce}
          under={`${count(numbers.bounced)} of ${count(numbers.sent)}`}
        />
        <Figure
          name="Complaints"
          rate={numbers.complaintRate}
          limit={numbers.sent < ENOUGH ? undefined : LIMITS.complaint}
          under={`${count(numbers.complained)} of ${count(numbers.sent)}`}
        />
      </dl>
    </section>
  );
}

function Figure(props: { name: string; rate: number | null; under: string; limit?: number | undefined }) {
  const { rate, limit } = props;
  const over = rate !== null && limit !== undefined && rate > limit;
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {percent(rate)}
        {rate !== null && limit !== undefined ? (
          <span data-over={over || undefined}>
            {over ? "over" : "under"} {percent(limit).replace(".0", "")}
          </span>
        ) : null}
      </dd>
      <dd className={s.under}>{props.under}</dd>
    </div>
  );
}
