import type { ExportInput } from "@haste/contract/nouns/exports";
import type { SavedView } from "@haste/contract/nouns/saved-views";
import {
  type AttributionModel,
  attributionModels,
  type ClientSide,
  type ConversionGroup,
  clientSides,
  conversionGroups,
  questionOfView,
  type ReportGroup,
  type ReportOutcome,
  reportGroups,
  reportOutcomes,
  reportTabs,
  trendIntervals,
  trendQuestions,
  usualDays,
} from "@haste/engine/report";
import { paths } from "../app/paths.ts";

type Address = Readonly<Record<string, string>>;

export type Tab = (typeof reportTabs)[number];
export const trendMetrics = ["reply", "open", "click"] as const;
export type TrendMetric = (typeof trendMetrics)[number];

/** What the address asks for. */
export interface Wanted {
  readonly tab: Tab;
  readonly days: number;
  readonly by: ReportGroup;
  /** Opens and clicks by what they were made with, instead of emails by `by`. */
  readonly side: ClientSide | null;
  readonly conversionsBy: ConversionGroup;
  /** Whose merit conversions are. */
  readonly model: AttributionModel;
  readonly interval: (typeof trendIntervals)[number];
  readonly question: (typeof trendQuestions)[number];
  readonly metric: TrendMetric;
  readonly sequence: string;
  readonly account: string;
  /** The number whose emails are open: the row (empty: the totals) and what became of them. */
  readonly open: { readonly key: string; readonly outcome: ReportOutcome } | null;
  /** The goal and its row whose people are open. */
  readonly behind: { readonly goalId: string; readonly row: string } | null;
  /** The panel beside the report that is open: its files, or what others see of it. */
  readonly panel: "files" | "share" | null;
}

/** Lists the emails behind a number of one row. */
export type OpenEmails = (row: string, outcome: ReportOutcome) => void;

const panels = ["files", "share"] as const;

export function readWanted(address: Address): Wanted {
  const tab = oneOf(reportTabs, address.tab);
  const days = Number(address.days);
  const outcome = reportOutcomes.find((one) => one === address.outcome);
  return {
    tab,
    days: Number.isInteger(days) && days >= 1 && days <= 3_660 ? days : usualDays[tab],
    by: oneOf(reportGroups, address.by),
    side: clientSides.find((one) => one === address.by) ?? null,
    conversionsBy: oneOf(conversionGroups, address.by),
    model: attributionModels.find((one) => one === address.model) ?? "last",
    interval: oneOf(trendIntervals, address.interval ?? "week"),
    question: oneOf(trendQuestions, address.question),
    metric: oneOf(trendMetrics, address.metric),
    sequence: address.sequence ?? "",
    account: address.account ?? "",
    open: outcome === undefined ? null : { key: address.row ?? "", outcome },
    behind: address.goal && address.row ? { goalId: address.goal, row: address.row } : null,
    panel: panels.find((one) => one === address.panel) ?? null,
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

/** What a file of the shown report holds: where the emails behind a number are open, those. */
export function questionOf(address: Address): Pick<ExportInput, "report" | "query"> {
  const shown = questionOfView(address);
  const { open } = readWanted(address);
  if (open === null || shown.report !== "email-performance") return shown;
  const key = open.key === "" ? {} : { key: open.key };
  return { report: "emails", query: { ...shown.query, outcome: open.outcome, ...key } };
}

/** Parts of the address that a saved view keeps. */
const kept = ["tab", "days", "by", "interval", "question", "metric", "model", "sequence", "account"] as const;

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
