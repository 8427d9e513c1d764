import type { DeliverabilityTest } from "@haste/contract/nouns/deliverability-tests";
import { paths } from "../app/paths.ts";
import { A } from "../ui/link.tsx";
import { Section } from "../ui/page.tsx";
import { Listings } from "./listings.tsx";
import s from "./standing.module.css";
import { judgeWords, verdictLooks } from "./standing-words.ts";
import { StateWords } from "./state-words.tsx";

/** What was found of one mail: the verdict, then each reason with its weight and who says so. */
export function Judged({ test }: { test: DeliverabilityTest }) {
  const { verdict, spam, contentIssues, domainIssues, listings, email, subject } = test;
  const domain = email.slice(email.lastIndexOf("@") + 1);
  if (verdict === null) return <p className="quiet">It is being judged.</p>;
  return (
    <>
      <Section title={subject ?? "Without a subject"} aside={<StateWords look={verdictLooks[verdict]} />}>
        <ul className={s.rows}>
          {spam.map((one) => (
            <Score key={one.by} score={one} />
          ))}
        </ul>
      </Section>
      <Section title="Content" aside="what filters count, the gravest first">
        {contentIssues.length === 0 ? <p className="quiet">Nothing that filters count.</p> : null}
        <ul className={s.rows}>
          {contentIssues.map((issue) => (
            <li key={`${issue.rule} ${issue.detail} ${issue.line}`}>
              <span className="num">
                <b className={s.points}>{issue.points}</b> points
              </span>
              <div>
                <b>{issue.detail}</b>
                <p>
                  {issue.why} <span className={s.next}>{issue.fix}</span>
                </p>
                {issue.source ? <p className="quiet">{issue.source}</p> : null}
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Domain and lists">
        {domainIssues.map(({ kind, detail, fix }) => (
          <p key={`${kind} ${detail}`}>
            <b>{kind.toUpperCase()}</b> {detail} {fix} <A href={paths.domain(domain)}>See {domain}</A>
          </p>
        ))}
        <Listings listings={listings} />
      </Section>
    </>
  );
}

function Score({ score: { by, points, spamFrom, rules, note } }: { score: DeliverabilityTest["spam"][number] }) {
  return (
    <li>
      <span className="num">
        <b className={s.points}>{points}</b> of {spamFrom}
      </span>
      <div>
        <b>{judgeWords[by]}</b> <span className="quiet">spam from {spamFrom} points on</span>
        {note ? <p>{note}</p> : null}
        {rules.length > 0 ? (
          <p>{rules.map(({ name, points: each }) => (each === null ? name : `${name} ${each}`)).join(", ")}</p>
        ) : null}
      </div>
    </li>
  );
}
