import { happeningCounters, sendCounters } from "./rollups.ts";

export const sumsTables = [
  "email_days",
  "email_months",
  "email_day_totals",
  "email_hours",
  "provider_days",
  "provider_months",
  "happening_days",
  "happening_months",
] as const;
export type SumsTable = (typeof sumsTables)[number];

/** One table of sums: over which spans of the workspace's calendar, and by what they are kept apart in it. */
export interface Sums {
  readonly table: SumsTable;
  /** Columns of the span, each by the `day` and `hour` of a quarter. */
  readonly spans: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
  readonly counters: readonly string[];
  readonly write: string;
  readonly forget: string;
}

const month = { month: "date_trunc('month', day::timestamp)::date" };
const day = { day: "day" };
const ofEmails = ["sequence_id", "sequence_version", "step_id", "variant_id", "sending_account_id"];
const ofProviders = ["sequence_id", "sending_account_id", "provider"];
const ofHappenings = ["sequence_id", "sending_account_id"];

export const sumsOfEmails: readonly Sums[] = [
  {
    ...{ table: "email_days", spans: day, keys: ofEmails, counters: sendCounters },
    ...{ write: "insert into email_days", forget: "delete from email_days" },
  },
  {
    ...{ table: "email_months", spans: month, keys: ofEmails, counters: sendCounters },
    ...{ write: "insert into email_months", forget: "delete from email_months" },
  },
  {
    ...{ table: "email_day_totals", spans: day, keys: ofHappenings, counters: sendCounters },
    ...{ write: "insert into email_day_totals", forget: "delete from email_day_totals" },
  },
  {
    table: "email_hours",
    spans: { ...day, hour: "hour" },
    keys: ["sequence_id", "step_id"],
    counters: ["sent", "opened", "replied"],
    ...{ write: "insert into email_hours", forget: "delete from email_hours" },
  },
];

export const sumsOfProviders: readonly Sums[] = [
  {
    ...{ table: "provider_days", spans: day, keys: ofProviders, counters: sendCounters },
    ...{ write: "insert into provider_days", forget: "delete from provider_days" },
  },
  {
    ...{ table: "provider_months", spans: month, keys: ofProviders, counters: sendCounters },
    ...{ write: "insert into provider_months", forget: "delete from provider_months" },
  },
];

export const sumsOfHappenings: readonly Sums[] = [
  {
    ...{ table: "happening_days", spans: day, keys: ofHappenings, counters: happeningCounters },
    ...{ write: "insert into happening_days", forget: "delete from happening_days" },
  },
  {
    ...{ table: "happening_months", spans: month, keys: ofHappenings, counters: happeningCounters },
    ...{ write: "insert into happening_months", forget: "delete from happening_months" },
  },
];
