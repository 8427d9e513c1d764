import type { Sequence } from "@haste/contract/nouns/sequences";
import { useMemo } from "react";
import { useTimes } from "../app/clock.tsx";
import { evidenceOf, scaleOf } from "../ui/evidence.ts";
import type { Column } from "../ui/list/rows.tsx";
import { count } from "../ui/numbers.ts";
import { RangeBar, Rate } from "../ui/plots/range.tsx";
import { Sparkline } from "../ui/plots/sparkline.tsx";
import { StepBars } from "../ui/plots/step-bars.tsx";
import { StateCell } from "./state-cell.tsx";

const replied = (row: Sequence) => (row.stats ? evidenceOf(row.stats.evidence, "/stats/replyRate") : undefined);

/** Columns of the sequences list; the ranges of all rows share one scale, so they can be compared by eye. */
export function useSequenceColumns(rows: readonly Sequence[], onActivate: (row: Sequence) => void): Column<Sequence>[] {
  const times = useTimes();
  const max = useMemo(() => scaleOf(rows.map(replied)), [rows]);
  return [
    { id: "name", header: "Name", width: "minmax(120px, 1fr)", cell: (row) => row.name },
    {
      id: "state",
      header: "State and reason",
      width: "minmax(170px, 1.6fr)",
      from: 560,
      cell: (row) => <StateCell row={row} onActivate={onActivate} />,
    },
    { id: "state-short", header: "State", width: "96px", below: 560, cell: (row) => <StateCell row={row} short /> },
    {
      id: "steps",
      header: "People per step",
      width: "92px",
      from: 820,
      cell: (row) => <StepBars people={row.stats?.peoplePerStep.map((each) => each.people) ?? []} />,
    },
    { id: "active", header: "Active", width: "50px", align: "end", from: 600, cell: (row) => count(row.stats?.active) },
    { id: "sent", header: "Sent", width: "50px", align: "end", from: 660, cell: (row) => count(row.stats?.sent) },
    {
      id: "days",
      header: "14 days",
      width: "70px",
      from: 1000,
      cell: (row) => (row.stats ? <Sparkline {...row.stats.perDay} /> : null),
    },
    {
      id: "replied",
      header: "Replied",
      width: "58px",
      align: "end",
      from: 720,
      cell: (row) => <Rate rate={row.stats?.replyRate} evidence={replied(row)} />,
    },
    {
      id: "range",
      header: "95 % range",
      width: "80px",
      from: 920,
      cell: (row) => <RangeBar rate={row.stats?.replyRate ?? null} evidence={replied(row)} max={max} />,
    },
    {
      id: "next",
      header: "Next mail",
      width: "96px",
      from: 780,
      cell: (row) => <NextMail row={row} at={times.when(row.stats?.nextMailAt)} />,
    },
  ];
}

function NextMail({ row, at }: { row: Sequence; at: string }) {
  if (row.status === "paused") return <span style={{ color: "var(--warn)" }}>when resumed</span>;
  return <span className="second num">{at}</span>;
}
