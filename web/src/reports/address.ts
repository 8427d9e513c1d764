import type { ExportInput } from "@haste/contract/nouns/exports";
import type { SavedView } from "@haste/contract/nouns/saved-views";
import {
  type ReportGroup,
  type ReportOutcome,
  reportGroups,
  reportOutcomes,
  trendIntervals,
  trendQuestions,
} from "@haste/engine/report";
import { paths } from "../app/paths.ts";

type Address = Readonly<Record<string, string>>;

export const tabs = ["emails", "trends", "practices"] as const;
export type Tab = (typeof tabs)[number];
export const trendMetrics = ["reply", "open", "click"] as const;
export type TrendMetric = (typeof trendMetrics)[number];

/** What the address asks for. */
export interface Wanted {
  readonly tab: Tab;
  readonly days: number;
  readonly by: ReportGroup;
  readonly interval: (typeof trendIntervals)[number];
  readonly question: (typeof trendQuestions)[number];
  readonly metric: TrendMetric;
  readonly sequence: string;
  readonly account: string;
  /** The number whose emails are open: the row (empty: the totals) and what became of them. */
  readonly open: { readonly key: string; readonly outcome: ReportOutcome } | null;
  /** Whether the panel of files is open. */
  readonly files: boolean;
}

/** Lists the emails behind a number of one row. */
export type OpenEmails = (row: string, outcome: ReportOutcome) => void;

/** Practices look a year back: a season of mails supports nothing. */
export const usualDays: Readonly<Record<Tab, number>> = { emails: 30, trends: 90, practices: 365 };

export function readWanted(address: Address): Wanted {
  const tab = oneOf(tabs, address.tab);
  const days = Number(address.days);
  const outcome = reportOutcomes.find((one) => one === address.outcome);
  return {
    tab,
    days: Number.isInteger(days) && days >= 1 && days <= 3_660 ? days : usualDays[tab],
    by: oneOf(reportGroups, address.by),
    interval: oneOf(trendIntervals, address.interval ?? "week"),
    question: oneOf(trendQuestions, address.question),
    metric: oneOf(trendMetrics, address.metric),
    sequence: address.sequence ?? "",
    account: address.account ?? "",
    open: outcome === undefined ? null : { key: address.row ?? "", outcome },
    files: address.files !== undefined,
  };
}

function oneOf<const T extends string>(all: readonly [T, ...T[]], text: string | undefined): T {
  return all.find((one) => one === text) ?? all[0];
}

/** The part of the question that every report takes. */
export function scopeOf({ days, sequence, account }: Wanted) {
  return {
    days,
    ...(sequence ? { sequenceId: sequence } : {}),
    ...(account ? { sendingAccountId: account } : {}),
  };
}

const reportOf = { emails: "email-performance", trends: "engagement-trends", practices: "best-practices" } as const;

/** What a file of the shown report holds: where the emails behind a number are open, those. */
export function questionOf(wanted: Wanted): Pick<ExportInput, "report" | "query"> {
  const { tab, by, interval, question, open } = wanted;
  const scope = scopeOf(wanted);
  if (tab === "trends") return { report: reportOf[tab], query: { ...scope, interval, question } };
  if (tab !== "emails") return { report: reportOf[tab], query: scope };
  if (open === null) return { report: reportOf[tab], query: { ...scope, groupBy: by } };
  const key = open.key === "" ? {} : { key: open.key };
  return { report: "emails", query: { ...scope, groupBy: by, outcome: open.outcome, ...key } };
}

/** Parts of the address that a saved view keeps. */
const kept = ["tab", "days", "by", "interval", "question", "metric", "sequence", "account"] as const;

function partsOf(from: Address): Record<string, string> {
  return Object.fromEntries(kept.flatMap((part) => (from[part] ? [[part, from[part]] as const] : [])));
}

export function viewOf(address: Address): Pick<SavedView, "query" | "columns"> {
  return { query: partsOf(address), columns: null };
}

export function isShown(view: Pick<SavedView, "query">, address: Address): boolean {
  return kept.every((part) => (view.query[part] ?? "") === (address[part] ?? ""));
}

export function hrefOf({ id, query }: Pick<SavedView, "id" | "query">): string {
  return paths.reportsOf({ ...partsOf(query), saved: id });
}
