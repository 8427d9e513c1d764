import type { Endpoints } from "@haste/contract/endpoints";
import type { ReportRow } from "@haste/contract/nouns/reports";
import { neutralizeFormula, writeRecord } from "../../catalog/crm/index.ts";
import type { InputOf, RequestContext } from "../../platform/http/index.ts";
import { readPerformance } from "./performance.ts";

const counts = [
  "sent",
  "delivered",
  "deliveredAssumed",
  "opened",
  "openedMachine",
  "clicked",
  "replied",
  "bounced",
  "complained",
  "unsubscribed",
] as const satisfies readonly (keyof ReportRow)[];
const rates = [
  "deliveryRate",
  "openRate",
  "machineOpenRate",
  "clickRate",
  "replyRate",
  "bounceRate",
  "complaintRate",
  "unsubscribeRate",
] as const satisfies readonly (keyof ReportRow)[];

/** The report as a file: what nothing was told of is an empty cell, never a zero. */
export async function writePerformance(
  ctx: RequestContext,
  input: InputOf<Endpoints["GET /reports/email-performance/csv"]>,
): Promise<string> {
  const { groupBy, rows, evidence } = await readPerformance(ctx, input);
  const head = [
    groupBy,
    "detail",
    "key",
    ...counts,
    ...rates.flatMap((rate) => [rate, `${rate}Low`, `${rate}High`, `${rate}N`, `${rate}Of`]),
  ];
  const lines = rows.map((row, at) => [
    ...[row.name, row.detail ?? "", row.key].map(neutralizeFormula),
    ...counts.map((name) => cellOf(row[name])),
    ...rates.flatMap((rate) => {
      const told = evidence[`/rows/${at}/${rate}`];
      return [row[rate], told?.low, told?.high, told?.n, told?.of].map(cellOf);
    }),
  ]);
  return [head, ...lines].map((cells) => `${writeRecord(cells, ",")}\r\n`).join("");
}

function cellOf(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
