/** Other assumptions than those of today: as they stand in the address, as the API takes them, and what they change. */
import type { RequestOf } from "@haste/contract/client";
import type { Sequence } from "@haste/contract/nouns/sequences";
import type { Findings } from "@haste/contract/nouns/simulations";
import { count, plural } from "../../ui/numbers.ts";

type WhatIf = NonNullable<RequestOf<"POST /sequences/:id/simulate">["body"]["whatIf"]>;

/** In the address, so that a colleague who is sent it sees the same; what is absent stays as it is. */
export const wishNames = ["ifAccount", "ifCap", "ifHours", "ifWeekends", "ifReplies", "ifStart"] as const;
export type WishName = (typeof wishNames)[number];
export type Wishes = Readonly<Partial<Record<WishName, string>>>;

export function wishesIn(url: Readonly<Record<string, string>>): Wishes {
  return Object.fromEntries(wishNames.flatMap((name) => (url[name] ? [[name, url[name]]] : [])));
}

const EARLY = "07:00";
const LATE = "20:00";
const week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Null where nothing is wished, or nothing that can be read. Another start is at nine in the morning, UTC. */
export function whatIfOf(wishes: Wishes, settings: Sequence["settings"]): WhatIf | null {
  const cap = (text: string | undefined) => {
    const n = Number(text);
    return Number.isInteger(n) && n > 0 && n <= 100_000 ? n : null;
  };
  const [account, limit] = [cap(wishes.ifAccount), cap(wishes.ifCap)];
  const reply = Number(wishes.ifReplies);
  const start = Date.parse(`${wishes.ifStart}T09:00:00Z`);
  const whatIf: WhatIf = {
    ...(account ? { accounts: [{ dailyLimit: account }] } : {}),
    // An hourly limit below the wish would hold it back unseen.
    ...(limit ? { limits: [{ dailyLimit: limit, hourlyLimit: limit }] } : {}),
    ...(wishes.ifHours || wishes.ifWeekends ? { sendingWindows: windowsUnder(wishes, settings) } : {}),
    ...(wishes.ifReplies && reply >= 0 && reply <= 1 ? { rates: { reply } } : {}),
    ...(Number.isNaN(start) ? {} : { from: new Date(start).toISOString() }),
  };
  return Object.keys(whatIf).length === 0 ? null : whatIf;
}

function windowsUnder(wishes: Wishes, settings: Sequence["settings"]): NonNullable<WhatIf["sendingWindows"]> {
  const windows = settings.sendingWindows ?? [{ days: settings.sendingDays, ...settings.sendingHours }];
  return windows.map(({ days, start, end }) => {
    // A window over midnight is wide already.
    const isWider = Boolean(wishes.ifHours) && start < end;
    return {
      days: wishes.ifWeekends ? [...week] : days,
      start: isWider && start > EARLY ? EARLY : start,
      end: isWider && end < LATE ? LATE : end,
    };
  });
}

export const widerHours = `${EARLY} to ${LATE}`;

const DAY_MS = 86_400_000;

/** `4 days sooner`; less than half a day is none that anybody plans by. */
export function laterInWords(before: string | null, after: string | null): string {
  if (after === null) return before === null ? "" : "never";
  if (before === null) return "at all";
  const days = Math.round((Date.parse(after) - Date.parse(before)) / DAY_MS);
  if (days === 0) return "no difference";
  return `${plural(Math.abs(days), "day", "days")} ${days < 0 ? "sooner" : "later"}`;
}

/** `12 more`, `3 fewer`. */
export function moreInWords(before: number, after: number): string {
  if (before === after) return "no difference";
  return `${count(Math.abs(after - before))} ${after > before ? "more" : "fewer"}`;
}

/** The day on which most leaves, and how many. */
export function busiestOf({ perDay }: Pick<Findings, "perDay">): { date: string; sends: number } | null {
  const totals = new Map<string, number>();
  for (const { date, sends } of perDay) totals.set(date, (totals.get(date) ?? 0) + sends);
  let busiest: { date: string; sends: number } | null = null;
  for (const [date, sends] of totals) if (sends > (busiest?.sends ?? 0)) busiest = { date, sends };
  return busiest;
}

/** In one sentence what the changes do to the day by which nine in ten mails have left. */
export function effectOf(before: Findings, after: Findings): string {
  if (after.mostSentAt === null) return "Then no mail leaves at all.";
  const days = laterInWords(before.mostSentAt, after.mostSentAt);
  if (days !== "no difference") return `Nine in ten mails leave ${days === "at all" ? "then" : days}.`;
  const people = after.unreachableTotal - before.unreachableTotal;
  if (people !== 0) return `As soon as now, but ${moreInWords(0, people)} never reached.`;
  return "It makes no difference to when mails leave.";
}
