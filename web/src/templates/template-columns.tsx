import type { Template } from "@haste/contract/nouns/templates";
import { IconLock } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTimes } from "../app/clock.tsx";
import { evidenceOf, scaleOf } from "../ui/evidence.ts";
import type { Column } from "../ui/list/rows.tsx";
import { count } from "../ui/numbers.ts";
import { RangeBar, Rate } from "../ui/plots/range.tsx";
import s from "./templates.module.css";
import { categoryWords, sharingWords } from "./words.ts";

type TemplateRate = "avgOpenRate" | "replyRate";

/** Pointers of a template's evidence begin at its numbers. */
const standsOn = ({ stats }: Template, rate: TemplateRate) => stats && evidenceOf(stats.evidence, `/${rate}`);
const replied = (row: Template) => standsOn(row, "replyRate");

/** What it is, whose it is, and what became of the mails that said it; all ranges share one scale. */
export function useTemplateColumns(rows: readonly Template[]): Column<Template>[] {
  const times = useTimes();
  const max = useMemo(() => scaleOf(rows.map(replied)), [rows]);
  return [
    { id: "name", header: "Name", width: "minmax(150px, 1.8fr)", cell: (row) => <Name row={row} /> },
    {
      id: "subject",
      header: "Subject",
      width: "minmax(120px, 1.4fr)",
      from: 900,
      cell: (row) => (
        <span className="cut second" dir="auto">
          {readable(row.subject) || "–"}
        </span>
      ),
    },
    { id: "category", header: "Category", width: "76px", from: 700, cell: (row) => categoryWords[row.category] },
    { id: "tags", header: "Tags", width: "120px", from: 1160, cell: (row) => <Tags tags={row.tags} /> },
    {
      id: "sharing",
      header: "Who sees it",
      width: "84px",
      from: 820,
      cell: (row) => <span className="second">{sharingWords[row.sharing]}</span>,
    },
    { id: "sent", header: "Sent", width: "48px", align: "end", from: 560, cell: (row) => count(row.stats?.sent) },
    {
      id: "opened",
      header: "Opened",
      width: "58px",
      align: "end",
      from: 980,
      cell: (row) => <Rate rate={row.stats?.avgOpenRate} evidence={standsOn(row, "avgOpenRate")} />,
    },
    {
      id: "replied",
      header: "Replied",
      width: "58px",
      align: "end",
      from: 620,
      cell: (row) => <Rate rate={row.stats?.replyRate} evidence={replied(row)} />,
    },
    {
      id: "range",
      header: "95 % range",
      width: "80px",
      from: 1040,
      cell: (row) => <RangeBar rate={row.stats?.replyRate ?? null} evidence={replied(row)} max={max} />,
    },
    {
      id: "changed",
      header: "Changed",
      width: "92px",
      from: 760,
      cell: (row) => <span className="second num">{times.when(row.updatedAt)}</span>,
    },
  ];
}

function Name({ row }: { row: Template }) {
  return (
    <span className={s.name}>
      <span className="cut">{row.name}</span>
      {row.locked ? <IconLock size={14} stroke={1.75} role="img" aria-label="Locked" /> : null}
      {row.folder ? <span className={s.folder}>{row.folder}</span> : null}
    </span>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <span className="quiet">–</span>;
  return (
    <span className={s.tags} title={tags.join(", ")}>
      {tags.slice(0, 2).map((tag) => (
        <span key={tag} className={s.tag} dir="auto">
          {tag}
        </span>
      ))}
      {tags.length > 2 ? <span className="quiet num">+{tags.length - 2}</span> : null}
    </span>
  );
}

/** A subject as one reads it in a list: variables by name. */
export function readable(subject: string): string {
  return subject.replace(/\{\{-?\s*(?:\w+\.)*(\w+)[^}]*\}\}/g, "[$1]").replace(/\{%[^%]*%\}/g, "");
}
