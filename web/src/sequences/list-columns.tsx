import type { Sequence } from "@haste/contract/nouns/sequences";
import { useMemo } from "react";
import { useTimes } from "../app/clock.tsx";
import { evidenceOf } from "../ui/evidence.ts";
import type { Column } from "../ui/list/rows.tsx";
import { count, percent } from "../ui/numbers.ts";
import { RangeBar } from "../ui/plots/range.tsx";
import { StepBars } from "../ui/plots/step-bars.tsx";
import { SequenceState } from "../ui/status/state.tsx";

const replied = (row: Sequence) => (row.stats ? evidenceOf(row.stats.evidence, "/stats/replyRate") : undefined);

/** Columns of the sequences list; the ranges of all rows share one scale, so they can be compared by eye. */
export function useSequenceColumns(rows: readonly Sequence[]): Column<Sequence>[] {
  const times = useTimes();
  const max = useMemo(() => Math.max(0.1, ...rows.map((row) => replied(row)?.high ?? 0)), [rows]);
  return [
    { id: "name", header: "Name", width: "minmax(140px, 1.3fr)", cell: (row) => row.name },
    {
      id: "state",
      header: "State and reason",
      width: "minmax(96px, 1.3fr)",
      from: 560,
      cell: (row) => <State row={row} />,
    },
    { id: "state-short", header: "State", width: "96px", below: 560, cell: (row) => <State row={row} short /> },
    {
      id: "steps",
      header: "People per step",
      width: "104px",
      from: 820,
      cell: (row) => <StepBars people={row.stats?.peoplePerStep.map((each) => each.people) ?? []} />,
    },
    { id: "active", header: "Active", width: "58px", align: "end", from: 560, cell: (row) => count(row.stats?.active) },
    { id: "sent", header: "Sent", width: "58px", align: "end", from: 640, cell: (row) => count(row.stats?.sent) },
    {
      id: "replied",
      header: "Replied",
      width: "58px",
      align: "end",
      from: 700,
      cell: (row) => percent(row.stats?.replyRate),
    },
    {
      id: "range",
      header: "95 % range",
      width: "84px",
      from: 920,
      cell: (row) => <RangeBar rate={row.stats?.replyRate ?? null} evidence={replied(row)} max={max} />,
    },
    {
      id: "next",
      header: "Next mail",
      width: "108px",
      from: 760,
      cell: (row) => <NextMail row={row} at={times.when(row.stats?.nextMailAt)} />,
    },
  ];
}

function State({ row, short = false }: { row: Sequence; short?: boolean }) {
  return <SequenceState state={row.archivedAt ? "archived" : row.status} reason={short ? null : row.statusReason} />;
}

function NextMail({ row, at }: { row: Sequence; at: string }) {
  if (row.status === "paused") return <span style={{ color: "var(--warn)" }}>when resumed</span>;
  return <span className="second num">{at}</span>;
}
