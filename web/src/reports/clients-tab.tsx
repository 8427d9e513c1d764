import type { ClientRow, EmailClients } from "@haste/contract/nouns/reports";
import { clientSideNames } from "@haste/engine/report";
import { IconDevices } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { paths } from "../app/paths.ts";
import { cx } from "../ui/cx.ts";
import { evidenceOf } from "../ui/evidence.ts";
import { A } from "../ui/link.tsx";
import { count, plural } from "../ui/numbers.ts";
import { PageBody, Section } from "../ui/page.tsx";
import { RangeBar, Rate } from "../ui/plots/range.tsx";
import { Empty } from "../ui/state/empty.tsx";
import { ErrorState } from "../ui/state/error.tsx";
import { SkeletonRows } from "../ui/state/skeleton.tsx";
import type { Wanted } from "./address.ts";
import { clientsQuery } from "./queries.ts";
import s from "./reports.module.css";

/** What people opened and clicked with; a share is one of people, because of an unopened mail nothing is known. */
export function ClientsTab({ wanted }: { wanted: Wanted }) {
  const { data, error, refetch } = useQuery(clientsQuery(wanted));
  return (
    <PageBody label="Opens and clicks">
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data || error ? null : <SkeletonRows rows={5} />}
      {data ? <Report report={data} /> : null}
    </PageBody>
  );
}

function Report({ report }: { report: EmailClients }) {
  const { rows, moreRows } = report;
  if (rows.length === 0)
    return (
      <Empty
        icon={<IconDevices size={28} stroke={1.4} />}
        title="Nothing was opened or clicked in this period"
        text="A device and a program are known only from opens and clicks. Sequences that track neither never fill this report."
      >
        <A href={paths.sequences}>Look at the sequences</A>
      </Empty>
    );
  return (
    <Section>
      <Lead report={report} />
      <ClientTable report={report} />
      {moreRows > 0 ? <p className={s.note}>{plural(moreRows, "row", "rows")} more, each of fewer people.</p> : null}
      <p className={s.note}>
        Programs name themselves and may say anything. Opens through a picture proxy tell the proxy and no device; a
        mail read on the web tells its browser.
      </p>
    </Section>
  );
}

function Lead({ report: { totals, side } }: { report: EmailClients }) {
  if (totals.people === 0) return <p className={s.lead}>Only machines opened or clicked in this period.</p>;
  return (
    <p className={s.lead}>
      The {clientSideNames[side].toLowerCase()} is known of {count(totals.knownPeople)} of{" "}
      {plural(totals.people, "person", "people")} who opened or clicked.{" "}
      <span>
        By when it happened. Whoever used several stands in several rows, so shares may add up to more than 100 %.
      </span>
    </p>
  );
}

const heads = ["Human opens", "Human clicks", "Machine opens", "Machine clicks"];

function ClientTable({ report }: { report: EmailClients }) {
  const { rows, totals, side, evidence } = report;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <section className={s.scroll} aria-label="Numbers" tabIndex={0}>
      <table className={cx(s.table, s.clients)}>
        <thead>
          <tr>
            <th scope="col">{clientSideNames[side]}</th>
            <th scope="col" className={s.end}>
              People
            </th>
            <th scope="col" className={s.end}>
              Of those known
            </th>
            <th scope="col">95 % range</th>
            {heads.map((name) => (
              <th key={name} scope="col" className={s.end}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={row.key}>
              <th scope="row">
                <span className="cut" dir="auto" title={row.name}>
                  {row.name}
                </span>
              </th>
              <td className={s.end}>{count(row.people)}</td>
              <Share row={row} evidence={evidenceOf(evidence, `/rows/${at}/share`)} />
              <Visits of={row} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All of them</th>
            <td className={s.end}>{count(totals.people)}</td>
            <td />
            <td />
            <Visits of={totals} />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Share({ row, evidence }: { row: ClientRow; evidence: ReturnType<typeof evidenceOf> }) {
  if (row.share === null)
    return (
      <>
        <td className={s.end}>–</td>
        <td />
      </>
    );
  return (
    <>
      <td className={s.end}>
        <Rate rate={row.share} evidence={evidence} />
      </td>
      <td>
        <RangeBar rate={row.share} evidence={evidence} max={1} />
      </td>
    </>
  );
}

function Visits({ of }: { of: Pick<ClientRow, "opens" | "clicks" | "machineOpens" | "machineClicks"> }) {
  return [of.opens, of.clicks, of.machineOpens, of.machineClicks].map((n, at) => (
    <td key={heads[at]} className={s.end}>
      {count(n)}
    </td>
  ));
}
