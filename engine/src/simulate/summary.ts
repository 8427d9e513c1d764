import { type Instant, isoFromEpochDay, toLocal, type Zone } from "../base/index.ts";
import type { EnrollmentState } from "../react/index.ts";
import type { HeldTime } from "./held-time.ts";
import type { LateFollowUp } from "./late.ts";
import type { Walker } from "./walker.ts";
import type { SimulatedWorld } from "./world.ts";

/** Why no email reached somebody who was sent through. */
export type MissedBecause =
  | "suppressed"
  | "bounced"
  | "window_never_opens"
  | "no_account"
  | "account_paused"
  | "held_out"
  | "left_before"
  | "waits_for_somebody"
  | "beyond_horizon";

/** By day of the zone asked for, then by account. */
type SendsPerDay = readonly { readonly date: string; readonly accountId: string; readonly sends: number }[];

export interface SimulationSummary {
  readonly sends: number;
  readonly perDay: SendsPerDay;
  readonly finishAt: Instant | null;
  readonly mostSentAt: Instant | null;
  readonly lastPersonAt: Instant | null;
  /** The longest wait first. */
  readonly starving: readonly LateFollowUp[];
  readonly missed: readonly { readonly contactId: string; readonly code: MissedBecause }[];
  /** What kept emails from leaving, and how long. */
  readonly held: HeldTime;
  /** What leaves from the same accounts besides: to others on their way, and where steps led people on. */
  readonly beside: {
    readonly people: number;
    readonly entered: number;
    readonly sends: number;
    readonly perDay: SendsPerDay;
  };
}

/** What people ask of a simulation, from what happened in it. */
export function summarize(world: SimulatedWorld, zone: Zone): SimulationSummary {
  const sent = sendsOf(world.walkers, zone);
  const asked = new Set(world.walkers);
  const besides = world.everybody.filter((walker) => !asked.has(walker));
  const beside = sendsOf(besides, zone);
  const ends = world.walkers.flatMap(({ state }) => endOf(state) ?? []);
  const at = sent.at;
  return {
    sends: at.length,
    perDay: sent.perDay,
    finishAt: at.at(-1) ?? null,
    mostSentAt: at[Math.ceil(at.length * 0.9) - 1] ?? null,
    lastPersonAt: ends.reduce<Instant | null>((last, end) => (last === null || end > last ? end : last), null),
    starving: world.late.toSorted((a, b) => b.sentAt - b.readyAt - (a.sentAt - a.readyAt)),
    missed: world.walkers.flatMap((walker) => {
      return walker.sends > 0 ? [] : [{ contactId: walker.state.contactId, code: whyMissed(walker) }];
    }),
    held: world.held.sum,
    beside: {
      people: world.others.length,
      entered: besides.filter((walker) => walker.held !== null).length,
      sends: beside.at.length,
      perDay: beside.perDay,
    },
  };
}

function sendsOf(
  walkers: readonly Walker[],
  zone: Zone,
): { readonly at: readonly Instant[]; readonly perDay: SendsPerDay } {
  const sentAt: Instant[] = [];
  const perDay = new Map<string, { date: string; accountId: string; sends: number }>();
  for (const { log } of walkers) {
    for (const { decision, at, accountId } of log) {
      if (decision !== "send" || accountId === null) continue;
      sentAt.push(at);
      const date = isoFromEpochDay(toLocal(zone, at).epochDay);
      const day = perDay.get(`${date} ${accountId}`) ?? { date, accountId, sends: 0 };
      day.sends += 1;
      perDay.set(`${date} ${accountId}`, day);
    }
  }
  const days = [...perDay.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
  return { at: sentAt.sort((a, b) => a - b), perDay: days };
}

function endOf({ status, completedAt, stoppedAt }: EnrollmentState): Instant | null {
  return status === "completed" ? completedAt : stoppedAt;
}

function whyMissed({ state, isHeld, log }: Walker): MissedBecause {
  const { stopReason } = state;
  if (stopReason === "suppressed" || stopReason === "bounced" || stopReason === "held_out") return stopReason;
  if (state.status === "completed" || state.status === "stopped") return "left_before";
  const hold = isHeld ? log.at(-1)?.decision : undefined;
  if (hold === "hold: no_account") return "no_account";
  if (hold === "hold: account_paused" || hold === "hold: provider_stopped") return "account_paused";
  // The person's window and the account's hours never meet.
  if (hold === "hold: workday" || hold === "hold: window") return "window_never_opens";
  return isHeld || state.dueAt === null ? "waits_for_somebody" : "beyond_horizon";
}
