import type { BestPractices } from "@haste/contract/nouns/reports";
import { IconScale } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { count, percent, plural } from "../ui/numbers.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import type { Wanted } from "./address.ts";
import { practicesQuery } from "./queries.ts";
import s from "./reports.module.css";

/** What the workspace's own mails support, and nothing else. */
export function PracticesTab({ wanted }: { wanted: Wanted }) {
  const { data, error, refetch } = useQuery(practicesQuery(wanted));
  return (
    <PageBody label="What works">
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <SkeletonRows rows={5} />}
      {data ? <Findings report={data} /> : null}
    </PageBody>
  );
}

function Findings({ report }: { report: BestPractices }) {
  if (report.practices.length === 0) return <Nothing report={report} />;
  return (
    <Section
      title={`Your own mails support ${plural(report.practices.length, "practice", "practices")}`}
      aside={`of ${report.lookedAt} looked at, in ${plural(report.emails, "mail", "mails")}`}
    >
      <ol className={s.practices}>
        {report.practices.map((practice) => (
          <OnePractice key={practice.code} practice={practice} />
        ))}
      </ol>
      <p className={s.note}>
        Only mails of the same step are compared with one another, and only those a week old. The ranges are widened for
        how many practices were looked at. It says what goes together; a{" "}
        <A href={paths.sequences}>test in a sequence</A> says what causes it.
      </p>
    </Section>
  );
}

function OnePractice({ practice }: { practice: BestPractices["practices"][number] }) {
  const { effect, with: mine, without: others } = practice;
  const points = [effect.low, effect.high].map((share) => Math.abs(share * 100)).toSorted((a, b) => a - b);
  return (
    <li>
      <b>{practice.sentence}</b>
      <p>
        Between {points[0]?.toFixed(1)} and {points[1]?.toFixed(1)} {effect.difference > 0 ? "more" : "fewer"} in a
        hundred, {percent(effect.level)} sure · {plural(practice.steps, "step", "steps")}
      </p>
      <p className="quiet">
        {count(mine.replied)} of {count(mine.sent)} such mails were answered ({percent(mine.replyRate)}),{" "}
        {count(others.replied)} of {count(others.sent)} others ({percent(others.replyRate)})
      </p>
    </li>
  );
}

function Nothing({ report }: { report: BestPractices }) {
  return (
    <Empty
      icon={<IconScale size={28} stroke={1.4} />}
      title="Your mails support no rule yet"
      text={
        report.lookedAt === 0
          ? "A practice is judged once 100 mails of the same step left with it and 100 without, with ten answers among them, and a week has passed."
          : `${plural(report.lookedAt, "practice was", "practices were")} looked at in ${plural(report.emails, "mail", "mails")}. None makes a difference that chance would not make.`
      }
    >
      <A href={paths.sequences}>Test two wordings in a sequence</A>
    </Empty>
  );
}
