import { type AttributionModel, attributionModels } from "./attribution.ts";
import {
  type ClientSide,
  clientSides,
  conversionGroups,
  type ReportGroup,
  reportGroups,
  trendIntervals,
  trendQuestions,
} from "./choices.ts";

/** What the reports of a workspace are shown in. */
export const reportTabs = ["emails", "trends", "conversions", "practices"] as const;
type Tab = (typeof reportTabs)[number];

/** How far each looks back by itself; practices a year: a season of mails supports nothing. */
export const usualDays: Readonly<Record<Tab, number>> = { emails: 30, trends: 90, conversions: 90, practices: 365 };

/** A report, and what it is asked. */
export interface ViewQuestion {
  readonly report: "email-performance" | "email-clients" | "engagement-trends" | "conversions" | "best-practices";
  readonly query: {
    readonly days: number;
    readonly sequenceId?: string;
    readonly sendingAccountId?: string;
    readonly groupBy?: ReportGroup;
    readonly side?: ClientSide;
    readonly interval?: (typeof trendIntervals)[number];
    readonly question?: (typeof trendQuestions)[number];
    readonly model?: AttributionModel;
  };
}

/** What a view of a report asks, by the parts of the address it keeps; what is not there is as the report shows it by itself. */
export function questionOfView(parts: Readonly<Record<string, string>>): ViewQuestion {
  const tab = oneOf(reportTabs, parts.tab);
  const days = Number(parts.days);
  const span = Number.isInteger(days) && days >= 1 && days <= 3_660 ? days : usualDays[tab];
  if (tab === "conversions") {
    const model = attributionModels.find((one) => one === parts.model) ?? "last";
    return { report: "conversions", query: { days: span, groupBy: oneOf(conversionGroups, parts.by), model } };
  }
  const scope = {
    days: span,
    ...(parts.sequence ? { sequenceId: parts.sequence } : {}),
    ...(parts.account ? { sendingAccountId: parts.account } : {}),
  };
  if (tab === "practices") return { report: "best-practices", query: scope };
  const side = clientSides.find((one) => one === parts.by);
  if (tab === "emails" && side !== undefined) return { report: "email-clients", query: { ...scope, side } };
  if (tab === "emails")
    return { report: "email-performance", query: { ...scope, groupBy: oneOf(reportGroups, parts.by) } };
  const interval = oneOf(trendIntervals, parts.interval ?? "week");
  return {
    report: "engagement-trends",
    query: { ...scope, interval, question: oneOf(trendQuestions, parts.question) },
  };
}

function oneOf<const T extends string>(all: readonly [T, ...T[]], text: string | undefined): T {
  return all.find((one) => one === text) ?? all[0];
}
