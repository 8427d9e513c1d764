import type { Performance, ReportRow } from "@haste/contract/nouns/reports";
import { groupNames, outcomeNames, type ReportNumber } from "@haste/engine/report";
import { cx } from "../ui/cx.ts";
import { basisOf, evidenceOf, isFew, rateWords, scaleOf } from "../ui/evidence.ts";
import { count } from "../ui/numbers.ts";
import { RangeBar } from "../ui/plots/range.tsx";
import type { OpenEmails, Wanted } from "./address.ts";
import s from "./reports.module.css";
import { rowName } from "./words.ts";

type Numbers = Omit<ReportRow, "key" | "name" | "detail">;

interface NumberColumn {
  readonly outcome: ReportNumber;
  readonly rate: Extract<keyof Numbers, `${string}Rate`>;
}

/** What the report is about, with its range; the others stand behind it, and on a phone one scrolls to them. */
const answers: NumberColumn = { outcome: "replied", rate: "replyRate" };
const bounces: NumberColumn = { outcome: "bounced", rate: "bounceRate" };
const others: readonly NumberColumn[] = [
  { outcome: "delivered", rate: "deliveryRate" },
  bounces,
  { outcome: "opened", rate: "openRate" },
  { outcome: "openedMachine", rate: "machineOpenRate" },
  { outcome: "clicked", rate: "clickRate" },
  { outcome: "unsubscribed", rate: "unsubscribeRate" },
  { outcome: "complained", rate: "complaintRate" },
];

interface TableProps {
  readonly report: Performance;
  readonly wanted: Wanted;
  readonly onOpen: OpenEmails;
}

/** One row per group and their sum; a rate of few mails is told as how many of how many, in gray. */
export function PerformanceTable({ report, wanted, onOpen }: TableProps) {
  const isBounces = report.groupBy === "bounceClass";
  const main = isBounces ? bounces : answers;
  const rangeOf = (at: string) => evidenceOf(report.evidence, `${at}/${main.rate}`);
  const shared = {
    ...{ report, main, rest: isBounces ? [] : others, onOpen },
    most: scaleOf(report.rows.map((_, at) => rangeOf(`/rows/${at}`))),
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard
    <section className={s.scroll} aria-label="Numbers" tabIndex={0}>
      <table className={cx(s.table, isBounces && s.narrow)}>
        <Head {...shared} />
        <tbody>
          {report.rows.map((row, at) => (
            <tr key={row.key} data-open={wanted.open?.key === row.key || undefined}>
              <RowHead row={row} groupBy={report.groupBy} />
              <Cells {...shared} numbers={row} at={`/rows/${at}`} rowKey={row.key} />
            </tr>
          ))}
        </tbody>
        {isBounces ? null : (
          <tfoot>
            <tr>
              <th scope="row">All of them</th>
              <Cells {...shared} numbers={report.totals} at="/totals" rowKey="" />
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

interface Shared {
  readonly report: Performance;
  readonly main: NumberColumn;
  readonly rest: readonly NumberColumn[];
  readonly onOpen: OpenEmails;
  /** The end of the scale that all ranges share. */
  readonly most: number;
}

function Head({ report: { groupBy }, main, rest }: Shared) {
  const names = [groupBy === "bounceClass" ? "Tried" : outcomeNames.sent, outcomeNames[main.outcome]];
  return (
    <thead>
      <tr>
        <th scope="col">{groupNames[groupBy]}</th>
        {names.map((name) => (
          <th key={name} scope="col" className={s.end}>
            {name}
          </th>
        ))}
        <th scope="col">95 % range</th>
        {rest.map(({ outcome }) => (
          <th key={outcome} scope="col" className={s.end}>
            {outcomeNames[outcome]}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function RowHead({ row, groupBy }: { row: ReportRow; groupBy: Performance["groupBy"] }) {
  return (
    <th scope="row">
      <span className="cut" dir="auto" title={row.name}>
        {rowName(groupBy, row.name)}
      </span>
      {row.detail && groupBy === "step" ? (
        <span className={cx("cut", s.detail)} dir="auto">
          {row.detail}
        </span>
      ) : null}
    </th>
  );
}

interface CellsProps extends Shared {
  readonly numbers: Numbers;
  /** The row's place in the evidence. */
  readonly at: string;
  readonly rowKey: string;
}

function Cells({ report, main, rest, most, onOpen, numbers, at, rowKey }: CellsProps) {
  const of = ({ rate }: NumberColumn) => evidenceOf(report.evidence, `${at}/${rate}`);
  const rateCell = (column: NumberColumn) => {
    const evidence = of(column);
    const words = numbers[column.outcome] === null ? "–" : rateWords(numbers[column.rate], evidence);
    return (
      <td key={column.outcome} className={cx(s.end, isFew(evidence) && s.few)}>
        <Opener
          words={words}
          basis={basisOf(evidence)}
          n={numbers[column.outcome]}
          open={() => onOpen(rowKey, column.outcome)}
        />
      </td>
    );
  };
  // Of a bounce class all that was tried is no list of its own.
  const isList = report.groupBy !== "bounceClass";
  return (
    <>
      <td className={s.end}>
        <Opener
          words={count(numbers.sent)}
          basis=""
          n={isList ? numbers.sent : 0}
          open={() => onOpen(rowKey, "sent")}
        />
      </td>
      {rateCell(main)}
      <td>
        <RangeBar rate={numbers[main.rate]} evidence={of(main)} max={most} />
      </td>
      {rest.map(rateCell)}
    </>
  );
}

/** A number that opens its mails, where it has any. */
function Opener(props: { words: string; basis: string; n: number | null; open: () => void }) {
  const { words, basis, n, open } = props;
  if (n === null || n === 0) return words;
  return (
    <button type="button" className={s.number} title={basis || undefined} onClick={open}>
      {words}
    </button>
  );
}
