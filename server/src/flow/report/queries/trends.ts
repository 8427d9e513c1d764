import { countedIn, countedValues } from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { inZone, type ReportScope, silent } from "./performance.ts";

export interface TrendSums {
  /** The first day of the span. */
  day: string;
  /** The first instant after it. */
  ends_at: Date;
  sent: number;
  delivered: number;
  silent: number;
  opened: number;
  opened_machine: number;
  clicked: number;
  replied: number;
  bounced: number;
  complained: number;
  unsubscribed: number;
}

export interface AskedTrend extends ReportScope {
  readonly interval: "day" | "week" | "month";
  readonly silentBefore: Date;
}

const counted = ["sent", "delivered", "opened", "opened_machine", "clicked", "replied", "bounced"] as const;
const wished = ["complained", "unsubscribed"] as const;
const shown = [...counted, ...wished, "silent"].map((name) => `coalesce(r.${name}, 0)::int as ${name}`).join(", ");
const sumOf = (names: readonly string[]) => names.map((name) => `sum(${name}) as ${name}`).join(", ");

const interval = `$${countedValues + 1}`;

/** What became of the emails that were sent in each span (a cohort). */
const ofSent = {
  table: "email_rollups",
  sums: `${sumOf([...counted, ...wished])}, ${silent} as silent`,
} as const;

/** What happened in each span, whenever the email had been sent (a trend): each open and click, not each email. */
const happened = {
  table: "happening_rollups",
  sums: `${sumOf(["sent", "delivered", "replied", "bounced", ...wished])}, sum(opens) as opened,
    sum(machine_opens) as opened_machine, sum(clicks) as clicked, 0 as silent`,
} as const;

/** Every span of the period, those without mail, too. */
export async function sumTrend(tx: Tx, question: "sent" | "happened", asked: AskedTrend): Promise<TrendSums[]> {
  const { table, sums } = question === "sent" ? ofSent : happened;
  const { ctes, values, name } = countedIn(tx, table, inZone(asked), {
    by: [],
    span: "day",
    earlyBefore: asked.silentBefore,
  });
  return tx.rows<TrendSums>(
    `${ctes}, spans_asked as (
       select d from generate_series(date_trunc(${interval}, $2::timestamptz at time zone $10),
         ($3::timestamptz - interval '1 millisecond') at time zone $10, ('1 ' || ${interval})::interval) d)
     select to_char(s.d, 'YYYY-MM-DD') as day,
       (s.d + ('1 ' || ${interval})::interval) at time zone $10 as ends_at, ${shown}
     from spans_asked s left join (
       select date_trunc(${interval}, day::timestamp) as d, ${sums} from counted group by 1) r on r.d = s.d order by s.d`,
    [...values, asked.interval],
    `report-trend-${question}-${name}`,
  );
}
