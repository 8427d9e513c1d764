import { type UsualVolume, usualDays, usualVolumeOf } from "@haste/engine/approval";
import { asInstant, findZone, toLocal, UTC } from "@haste/engine/base";
import type { Tx } from "../../platform/db/index.ts";
import { sentByDay } from "./queries.ts";

/** How long one look at what an account sent today is enough; what this process writes meanwhile is added to it. */
const lookAgainMs = 5 * 60_000;
const dayMs = 24 * 60 * 60_000;
const mostKept = 5_000;

/** What an account is used to, and how many mails of today it has. */
export interface Volume {
  readonly usual: UsualVolume | null;
  readonly sent: number;
}

interface Look {
  readonly at: number;
  /** On the workspace's calendar. */
  readonly day: number;
  readonly usual: UsualVolume | null;
  sent: number;
}

export interface VolumeWatch {
  read(tx: Tx, accountId: string, asked: { readonly now: Date; readonly zone: string }): Promise<Volume>;
  /** So many more were written to leave. */
  add(accountId: string, mails: number): void;
}

/**
 * Knows the volume of accounts without asking for each batch. Of several processes each knows its own mails at once and those of
 * the others five minutes later, so together they may write a few more than the line before the rest waits.
 */
export function watchVolume(): VolumeWatch {
  const looks = new Map<string, Look>();
  return {
    async read(tx, accountId, { now, zone }) {
      const known = looks.get(accountId);
      const day = dayOf(now, zone);
      if (known?.day === day && Math.abs(now.getTime() - known.at) < lookAgainMs) return known;
      const since = new Date(now.getTime() - usualDays * dayMs);
      const { before, today } = await sentByDay(tx, { accountId, since, now, zone });
      const look = { at: now.getTime(), day, usual: usualVolumeOf(before), sent: today };
      looks.delete(accountId);
      looks.set(accountId, look);
      const [oldest] = looks.keys();
      if (looks.size > mostKept && oldest !== undefined) looks.delete(oldest);
      return look;
    },
    add(accountId, mails) {
      const known = looks.get(accountId);
      if (known !== undefined) known.sent += mails;
    },
  };
}

function dayOf(now: Date, name: string): number {
  const zone = findZone(name);
  return toLocal(zone.ok ? zone.value : UTC, asInstant(now.getTime())).epochDay;
}
