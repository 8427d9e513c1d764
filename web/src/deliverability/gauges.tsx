import type { DeliverabilityMetrics } from "@haste/contract/nouns/deliverability";
import { marks } from "@haste/engine/deliverability";
import { count, percent, plural } from "../ui/numbers.ts";
import { Bullet, type Marks } from "./bullet.tsx";
import s from "./deliverability.module.css";

/** Fewer emails tell too little to be shown as a verdict. */
const few = 50;

type Rated = "bounceRate" | "spamRate" | "deliveryRate";

/** What came back, what was reported, what arrived, and what that makes of the domain. */
export function Gauges({ score }: { score: DeliverabilityMetrics }) {
  return (
    <div className={s.gauges}>
      <RateBullet score={score} of="bounceRate" title="Bounced" marks={{ ...marks.bounces, max: 0.08 }}>
        Good under 2 %, bad from 5 %
      </RateBullet>
      <RateBullet score={score} of="spamRate" title="Complaints" marks={{ ...marks.complaints, max: 0.005 }}>
        Good under 0.1 %, bad from 0.3 %
      </RateBullet>
      <RateBullet score={score} of="deliveryRate" title="Delivered" marks={{ good: 0.95, bad: 0.9, max: 1 }}>
        Good from 95 %, bad under 90 %
      </RateBullet>
      <ReputationBullet score={score} />
    </div>
  );
}

interface RateProps {
  readonly score: DeliverabilityMetrics;
  readonly of: Rated;
  readonly title: string;
  readonly marks: Marks;
  readonly children: string;
}

function RateBullet({ score, of, title, marks: thresholds, children }: RateProps) {
  const { n = 0, of: all = 0 } = score.evidence[`/${of}`] ?? {};
  return (
    <Bullet
      title={title}
      value={score[of]}
      shown={percent(score[of])}
      of={all === 0 ? "" : `${count(n)} of ${count(all)}`}
      marks={thresholds}
      isFew={all < few}
      note={score.reasons[`/${of}`] ?? (all < few ? `Few emails, a hint only. ${children}` : children)}
    />
  );
}

/** The worst domain's, with how far it may be off. */
function ReputationBullet({ score }: { score: DeliverabilityMetrics }) {
  const worst = score.domains.find(({ reputation }) => reputation.score === score.domainReputation)?.reputation;
  const range = worst && worst.score !== null ? `${worst.low}–${worst.high}` : "";
  const basis = `Our estimate, by what became of ${plural(worst?.n ?? 0, "email", "emails")}. Good from 80`;
  return (
    <Bullet
      title="Domain reputation"
      value={score.domainReputation}
      shown={count(score.domainReputation)}
      of={range}
      marks={{ good: 80, bad: 50, max: 100 }}
      note={score.reasons["/domainReputation"] ?? basis}
    />
  );
}
