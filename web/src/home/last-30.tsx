import type { Home } from "@haste/contract/nouns/home";
import { evidenceOf, isFew, type RangeEvidence, rangeWords } from "../ui/evidence.ts";
import { count, percent } from "../ui/numbers.ts";
import { Rate } from "../ui/plots/range.tsx";
import s from "./home.module.css";

/** Above these a mailbox provider starts to distrust the sender (Google and Yahoo bulk sender rules, 2024). */
const LIMITS = { bounce: 0.03, complaint: 0.001 };

/** Four rates with what they stand on; machine opens are never added to human ones. */
export function Last30({ numbers }: { numbers: Home["last30"] }) {
  const of = (rate: string) => evidenceOf(numbers.evidence, `/last30/${rate}`);
  const range = isFew(of("replyRate")) ? "" : rangeWords(of("replyRate"));
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
          evidence={of("replyRate")}
          under={`${count(numbers.replied)}${range ? ` · range ${range}` : ""}`}
        />
        <Figure
          name="Human opens"
          rate={numbers.openRate}
          evidence={of("openRate")}
          under={`+ ${count(numbers.openedMachine)} machine`}
        />
        <Figure
          name="Bounced"
          rate={numbers.bounceRate}
          evidence={of("bounceRate")}
          limit={LIMITS.bounce}
          under={`${count(numbers.bounced)} of ${count(numbers.sent)}`}
        />
        <Figure
          name="Complaints"
          rate={numbers.complaintRate}
          evidence={of("complaintRate")}
          limit={LIMITS.complaint}
          under={`${count(numbers.complained)} of ${count(numbers.sent)}`}
        />
      </dl>
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly rate: number | null;
  readonly evidence: RangeEvidence | undefined;
  readonly under: string;
  readonly limit?: number;
}

function Figure({ name, rate, evidence, under, limit }: FigureProps) {
  const isJudged = rate !== null && limit !== undefined && !isFew(evidence);
  const over = isJudged && rate > limit;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Rate rate={rate} evidence={evidence} />
        {isJudged ? (
          <span className={s.limit} data-over={over || undefined}>
            {over ? "over" : "under"} {percent(limit).replace(".0", "")}
          </span>
        ) : null}
      </dd>
      <dd className={s.under}>{under}</dd>
    </div>
  );
}
