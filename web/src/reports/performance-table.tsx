import type { Performance, ReportOutcome, ReportRow } from "@haste/contract/nouns/reports";
import { cx } from "../ui/cx.ts";
import { evidenceOf } from "../ui/evidence.ts";
import { count } from "../ui/numbers.ts";
import { RangeBar } from "../ui/plots/range.tsx";
import type { Wanted } from "./address.ts";
import type { OpenEmails } from "./performance-tab.tsx";
import s from "./reports.module.css";
import { basisOf, groupNames, outcomeNames, rateWords, rowName } from "./words.ts";

type Numbers = Omit<ReportRow, "key" | "name" | "detail">;
type RateName = Extract<keyof Numbers, `${string}Rate`>;

interface NumberColumn {
  readonly outcome: ReportOutcome;
  readonly rate: RateName | null;
}

const columns: readonly NumberColumn[] = [
  { outcome: "sent", rate: null },
  { outcome: "delivered", rate: "deliveryRate" },
  { outcome: "bounced", rate: "bounceRate" },
  { outcome: "opened", rate: "openRate" },
  { outcome: "openedMachine", rate: "machineOpenRate" },
  { outcome: "clicked", rate: "clickRate" },
  { outcome: "unsubscribed", rate: "unsubscribeRate" },
  { outcome: "replied", rate: "replyRate" },
];
const ofBounces: readonly NumberColumn[] = [
  { outcome: "sent", rate: null },
  { outcome: "bounced", rate: "bounceRate" },
];

interface TableProps {
  readonly report: Performance;
  readonly wanted: Wanted;
  readonly onOpen: OpenEmails;
}

/** One row per group and their sum; a rate of few mails is told as how many of how many, in gray. */
export function PerformanceTable({ report, wanted, onOpen }: TableProps) {
  const isBounces = report.groupBy === "bounceClass";
  const shown = isBounces ? ofBounces : columns;
  const told: RateName = isBounces ? "bounceRate" : "replyRate";
  const max = Math.max(0.05, ...report.rows.filter((row) => !row.isSmall).map((row) => highOf(report, row, told)));
  const cells = (numbers: Numbers, at: string, key: string) => (
    <>
      {shown.map((column) => (
        <NumberCell
          key={column.outcome}
          {...{ column, numbers, at, report }}
          open={() => onOpen(key, column.outcome)}
        />
      ))}
      <td>
        {numbers.isSmall ? (
          <span className="quiet">–</span>
        ) : (
          <RangeBar rate={numbers[told]} evidence={evidenceOf(report.evidence, `${at}/${told}`)} max={max} />
        )}
      </td>
    </>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <section className={s.scroll} aria-label="Numbers" tabIndex={0}>
      <table className={cx(s.table, isBounces && s.narrow)}>
        <thead>
          <tr>
            <th scope="col">{groupNames[report.groupBy]}</th>
            {shown.map(({ outcome }) => (
              <th key={outcome} scope="col" className={s.end}>
                {isBounces && outcome === "sent" ? "Tried" : outcomeNames[outcome]}
              </th>
            ))}
            <th scope="col">{isBounces ? "Bounces" : "Answers"}, 95 % range</th>
          </tr>
        </thead>
        <tbody>
          {report.rows.map((row, at) => (
            <tr key={row.key} data-open={wanted.open?.key === row.key || undefined}>
              <th scope="row">
                <span className="cut" dir="auto" title={row.name}>
                  {rowName(report.groupBy, row.name)}
                </span>
                {row.detail && !isBounces ? (
                  <span className={cx("cut", s.detail)} dir="auto">
                    {row.detail}
                  </span>
                ) : null}
              </th>
              {cells(row, `/rows/${at}`, row.key)}
            </tr>
          ))}
        </tbody>
        {isBounces ? null : (
          <tfoot>
            <tr>
              <th scope="row">All of them</th>
              {cells(report.totals, "/totals", "")}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function highOf({ evidence, rows }: Performance, row: ReportRow, rate: RateName): number {
  return evidenceOf(evidence, `/rows/${rows.indexOf(row)}/${rate}`)?.high ?? 0;
}

interface CellProps {
  readonly column: NumberColumn;
  readonly numbers: Numbers;
  readonly at: string;
  readonly report: Performance;
  readonly open: () => void;
}

function NumberCell({ column: { outcome, rate }, numbers, at, report, open }: CellProps) {
  const n = numbers[outcome];
  const evidence = rate === null ? undefined : evidenceOf(report.evidence, `${at}/${rate}`);
  const isFew = rate !== null && numbers.isSmall;
  const words = rate === null ? count(n) : rateWords(numbers[rate], evidence, isFew);
  if (n === null || n === 0) return <td className={cx(s.end, isFew && s.few)}>{n === null ? "–" : words}</td>;
  // A bounce class lists what bounced; all that was tried is no list of its own.
  if (report.groupBy === "bounceClass" && outcome === "sent") return <td className={s.end}>{words}</td>;
  return (
    <td className={s.end}>
      <button
        type="button"
        className={cx(s.number, isFew && s.few)}
        title={basisOf(evidence) || count(n)}
        onClick={open}
      >
        {words}
      </button>
    </td>
  );
}
