import type { Tx } from "../../../platform/db/index.ts";
import type { ReportScope } from "./performance.ts";

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

/** Every span of the period, those without mail, too; the numbers come from `sums`. */
function overSpans(sums: string): string {
  return `with spans as (
      select d from generate_series(date_trunc($7, $2::timestamptz at time zone $6),
        ($3::timestamptz - interval '1 millisecond') at time zone $6, ('1 ' || $7)::interval) d)
    select to_char(spans.d, 'YYYY-MM-DD') as day,
      (spans.d + ('1 ' || $7)::interval) at time zone $6 as ends_at, ${shown}
    from spans left join (${sums}) r on r.d = spans.d order by spans.d`;
}

const chosen = `where workspace_id = $1 and bucket >= $2 and bucket < $3
  and ($4::uuid is null or sequence_id = $4) and ($5::uuid is null or sending_account_id = $5)`;

/** What became of the emails that were sent in each span (a cohort). */
const ofSent = overSpans(`select date_trunc($7, bucket at time zone $6) as d, ${sumOf([...counted, ...wished])},
    coalesce(sum(sent - (bounced - refused) - delivered) filter (where bucket < $8), 0) as silent
  from email_rollups ${chosen} group by 1`);

/** What happened in each span, whenever the email had been sent (a trend): each open and click, not each email. */
const happened = overSpans(`select date_trunc($7, bucket at time zone $6) as d,
    ${sumOf(["sent", "delivered", "replied", "bounced", ...wished])}, sum(opens) as opened,
    sum(machine_opens) as opened_machine, sum(clicks) as clicked, 0 as silent
  from happening_rollups ${chosen} and $8::timestamptz is not null group by 1`);

export async function sumTrend(tx: Tx, question: "sent" | "happened", asked: AskedTrend): Promise<TrendSums[]> {
  return tx.rows<TrendSums>(
    question === "sent" ? ofSent : happened,
    [
      ...[tx.workspaceId, asked.from, asked.to, asked.sequenceId, asked.accountId],
      ...[asked.timezone, asked.interval, asked.silentBefore],
    ],
    `report-trend-${question}`,
  );
}
