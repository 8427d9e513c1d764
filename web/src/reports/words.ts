import type { Export } from "@haste/contract/nouns/exports";
import type { ReportSchedule } from "@haste/contract/nouns/report-schedules";
import type { Weekday } from "@haste/engine/base";
import { clientSideNames, groupNames, outcomeNames, type ReportGroup, readerNames } from "@haste/engine/report";
import { plainLiquid } from "../app/liquid-words.ts";
import { plural } from "../ui/numbers.ts";
import type { TrendMetric } from "./address.ts";

export const metricNames: Readonly<Record<TrendMetric, string>> = {
  reply: "Answers",
  open: "Human opens",
  click: "Clicks",
};

export function rowName(by: ReportGroup, name: string): string {
  if (by === "provider") return readerNames[name] ?? name;
  return by === "step" ? plainLiquid(name) : name;
}

/** `Emails by step, last 30 days`: what a file holds. */
export function fileWords({ report, query }: Pick<Export, "report" | "query">): string {
  const period = query.days === undefined ? "" : `, last ${plural(query.days, "day", "days")}`;
  const { groupBy = "sequence", side = "device", outcome = "sent", interval = "day", question } = query;
  const what = {
    "email-performance": `Emails by ${groupNames[groupBy].toLowerCase()}`,
    "email-clients": `Opens and clicks by ${clientSideNames[side].toLowerCase()}`,
    "engagement-trends": question === "happened" ? `What happened by ${interval}` : `Emails over time by ${interval}`,
    "best-practices": "What works",
    conversions: `Conversions by ${groupNames[groupBy].toLowerCase()}`,
    emails: `Emails: ${outcomeNames[outcome].toLowerCase()}`,
  };
  return what[report] + period;
}

export const formatNames: Readonly<Record<Export["format"], string>> = { csv: "CSV", xlsx: "Excel", pdf: "PDF" };

export const weekdayNames: Readonly<Record<Weekday, string>> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

/** `Every Monday at 08:00`: when a report goes out. */
export function rhythmWords({ rhythm, hour }: Pick<ReportSchedule, "rhythm" | "hour">): string {
  const at = `at ${String(hour).padStart(2, "0")}:00`;
  if (rhythm.every === "week") return `Every ${weekdayNames[rhythm.weekday]} ${at}`;
  return rhythm.every === "day" ? `Every day ${at}` : `On day ${rhythm.day} of each month ${at}`;
}
