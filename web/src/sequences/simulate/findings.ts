/** What a simulation found, in the order and the words a person asks for it. */
import type { Simulation } from "@haste/contract/nouns/simulations";
import { count, plural } from "../../ui/numbers.ts";

type Line = Simulation["log"][number];
type Code = Simulation["unreachable"][number]["code"];

export interface Account {
  readonly id: string;
  readonly label: string;
  /** Mails a day; null where it is not known any more. */
  readonly cap: number | null;
}

export interface Day {
  readonly date: string;
  readonly isWeekend: boolean;
  /** In the order of the accounts. */
  readonly sends: readonly number[];
  readonly total: number;
  /** What else leaves from these accounts, to people of other sequences and earlier ones of this. */
  readonly besides: number;
  /** Whether an account sends all it may. */
  readonly isFull: boolean;
  /** What would leave under other assumptions; null where none are compared. */
  readonly whatIf: number | null;
}

const DAY_MS = 86_400_000;

type Days = Pick<Simulation, "perDay"> & {
  readonly beside: Pick<Simulation["beside"], "perDay">;
  readonly whatIf: Pick<Simulation, "perDay"> | null;
};

/** Every day from the first mail to the last of either run, those without one too. */
export function daysOf({ perDay, beside, whatIf }: Days, accounts: readonly Account[]): Day[] {
  const dates = [...perDay, ...(whatIf?.perDay ?? [])].map(({ date }) => date).toSorted();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return [];
  const own = byDay(perDay);
  const others = byDay(beside.perDay);
  const changed = byDay(whatIf?.perDay ?? []);
  const days: Day[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += DAY_MS) {
    const date = new Date(at).toISOString().slice(0, 10);
    const [here, there] = [own.get(date), others.get(date)];
    const sends = accounts.map(({ id }) => here?.get(id) ?? 0);
    days.push({
      ...{ date, sends, isWeekend: [0, 6].includes(new Date(at).getUTCDay()) },
      total: sum(here),
      besides: sum(there),
      isFull: accounts.some(({ id, cap }, n) => {
        const all = (sends[n] ?? 0) + (there?.get(id) ?? 0);
        return all > 0 && all >= (cap ?? Number.POSITIVE_INFINITY);
      }),
      whatIf: whatIf === null ? null : sum(changed.get(date)),
    });
  }
  return days;
}

type Sends = ReadonlyMap<string, number>;

function byDay(rows: Simulation["perDay"]): ReadonlyMap<string, Sends> {
  const days = Map.groupBy(rows, ({ date }) => date);
  return new Map(
    [...days].map(([date, all]) => [date, new Map(all.map(({ accountId, sends }) => [accountId, sends]))]),
  );
}

function sum(sends: Sends | undefined): number {
  return [...(sends?.values() ?? [])].reduce((all, n) => all + n, 0);
}

/** `24 Nov` */
export function dateWords(date: string): string {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" }).format(new Date(date));
}

/** What the days say: whether accounts run full, and when; else how far they are from it. */
export function daysSentence(days: readonly Day[]): string {
  const full = days.filter(({ isFull }) => isFull);
  const busiest = days.reduce<Day | null>((most, day) => (day.total > (most?.total ?? 0) ? day : most), null);
  if (busiest === null) return "No mail leaves.";
  const [first, last] = [full[0], full.at(-1)];
  if (first && last) {
    const when =
      full.length === 1 ? `on ${dateWords(first.date)}` : `${dateWords(first.date)} to ${dateWords(last.date)}`;
    return `An account runs full on ${plural(full.length, "day", "days")}, ${when}; another one would finish sooner.`;
  }
  return `No account runs full; the busiest day, ${dateWords(busiest.date)}, takes ${plural(busiest.total, "mail", "mails")}.`;
}

export type MarkKind = "mail" | "task" | "branch" | "good" | "bad" | "end";

export interface Mark {
  readonly kind: MarkKind;
  readonly at: number;
  readonly stepId: string | null;
  /** `mail`, `replies`, `goes by another way`: what it says where it has the focus. */
  readonly words: string;
}

export interface Timeline {
  readonly contactId: string;
  readonly marks: readonly Mark[];
  readonly endsAt: number;
  /** Stretches in which nothing could happen, as `hold` says them: `daily_cap`. */
  readonly holds: readonly { readonly from: number; readonly to: number; readonly why: string }[];
}

const told: Readonly<Record<string, { kind: MarkKind; words: string }>> = {
  send: { kind: "mail", words: "mail" },
  task: { kind: "task", words: "task for a person" },
  enroll: { kind: "branch", words: "goes on in another sequence" },
  branch: { kind: "branch", words: "takes a way" },
  replied: { kind: "good", words: "replies" },
  bounced: { kind: "bad", words: "bounces" },
  unsubscribed: { kind: "bad", words: "unsubscribes" },
  finish: { kind: "end", words: "through" },
};

/** One row per person, in the order they are through. */
export function timelinesOf(log: readonly Line[]): Timeline[] {
  const byContact = Map.groupBy(log, ({ contactId }) => contactId);
  const rows = [...byContact].map(([contactId, lines]) => ({
    contactId,
    marks: lines.flatMap(markOf),
    holds: holdsIn(lines),
    endsAt: Math.max(...lines.map(({ at }) => Date.parse(at))),
  }));
  return rows.toSorted((a, b) => a.endsAt - b.endsAt || (a.contactId < b.contactId ? -1 : 1));
}

const verbOf = (decision: string) => decision.split(":")[0] ?? "";

function markOf({ decision, at, stepId }: Line): Mark[] {
  const known = told[verbOf(decision)];
  return known ? [{ ...known, at: Date.parse(at), stepId }] : [];
}

function holdsIn(lines: readonly Line[]) {
  return lines.flatMap(({ decision, at }, n) => {
    const next = lines.slice(n + 1).find((line) => verbOf(line.decision) !== "hold");
    if (verbOf(decision) !== "hold" || !next) return [];
    return [{ from: Date.parse(at), to: Date.parse(next.at), why: decision.slice("hold: ".length) }];
  });
}

export type Shown = "typical" | "slowest" | "all";
const SHOWN = 9;
/** More rows than anybody reads; the table of a longer run is paged by the API. */
const MOST = 60;

/** Some of the people: spread evenly over all, or the last to be through. */
export function pickOf(rows: readonly Timeline[], pick: Shown): Timeline[] {
  if (pick === "all") return rows.slice(0, MOST);
  if (pick === "slowest") return rows.slice(-SHOWN).toReversed();
  if (rows.length <= SHOWN) return [...rows];
  return Array.from({ length: SHOWN }, (_, n) => rows[Math.round((n * (rows.length - 1)) / (SHOWN - 1))]).flatMap(
    (row) => row ?? [],
  );
}

const unreachableWords: Readonly<Record<Code, string>> = {
  already_active: "are in this sequence already",
  suppressed: "are suppressed",
  bounced: "bounced before",
  invalid_address: "have an address that cannot exist",
  erased: "were erased",
  active_elsewhere: "are in another sequence",
  recently_contacted: "were mailed a short while ago",
  own_domain: "are of a domain of your own",
  customer: "are customers",
  owner_mismatch: "belong to somebody else",
  role_address: "have an address of a role, not of a person",
  missing_variables: "miss something the mail says",
  no_capacity: "find no account with room",
  missing: "are no longer there",
  window_never_opens: "have a window in which no account works",
  no_account: "have no account that may mail them",
  account_paused: "have an account that is paused, or stopped towards their provider",
  held_out: "are held out, to see what happens without mail",
  left_before: "leave before the first mail",
  waits_for_somebody: "wait for a task that nobody does",
  beyond_horizon: "would be mailed later than is simulated",
};

/** Why people are not reached, the most frequent reason first. */
export function reasonsOf(
  unreachable: Simulation["unreachable"],
): { code: Code; n: number; words: string; contactIds: string[] }[] {
  return [...Map.groupBy(unreachable, ({ code }) => code)]
    .map(([code, rows]) => ({
      code,
      n: rows.length,
      words: unreachableWords[code],
      contactIds: rows.map(({ contactId }) => contactId),
    }))
    .toSorted((a, b) => b.n - a.n);
}

/** How many replies chance may make of a rate: 19 runs of 20 lie within. */
export function replyRange(sends: number, rate: number): string {
  const spread = 1.96 * Math.sqrt(sends * rate * (1 - rate));
  const [low, high] = [Math.max(0, Math.round(sends * rate - spread)), Math.round(sends * rate + spread)];
  return `${count(low)}–${count(high)}`;
}
