import type { Home } from "@haste/contract/nouns/home";
import { asInstant, DAY_MS, findZone, toInstant, toLocal, UTC, uuidv7, type Zone } from "@haste/engine/base";
import { countedPeriod } from "../../ledger/index.ts";
import type { RequestContext } from "../../platform/http/index.ts";
import { peopleWith } from "./analytics.ts";
import { EvidenceBook } from "./evidence.ts";
import { readNeeds } from "./needs.ts";
import { quarterAfter } from "./period.ts";
import {
  countClaimed,
  countEnrolledSince,
  readCapacityToday,
  readFirstSteps,
  readHappened,
  readNextMail,
  readPlanned,
  sumWorkspace,
} from "./queries/home.ts";
import { countPeople } from "./queries/sequence.ts";

/** Everything the home screen shows at first sight. Each read is bounded by today, by sequences or by accounts. */
export async function readHome(ctx: RequestContext): Promise<Home> {
  const found = findZone(ctx.workspace.timezone);
  const zone = found.ok ? found.value : UTC;
  const now = asInstant(ctx.now.getTime());
  const { epochDay } = toLocal(zone, now);
  const midnight = new Date(toInstant(zone, epochDay, 0));
  const tomorrow = new Date(toInstant(zone, epochDay + 1, 0));
  const happened = await readHappened(ctx.tx, midnight);
  const planned = await readPlanned(ctx.tx, tomorrow);
  const people = await countPeople(ctx.tx, null);
  const last30 = await readLast30(ctx);
  const sentToday = happened.reduce((sum, row) => sum + row.sent, 0);
  const next = await readNextMail(ctx.tx);
  const claimed = await countClaimed(ctx.tx);
  return {
    now: ctx.now.toISOString(),
    timezone: zone,
    needsYou: await readNeeds(ctx),
    line: {
      enroll: await countEnrolledSince(ctx.tx, { id: firstIdSince(ctx, midnight), at: midnight }),
      schedule: peopleWith(people, "active"),
      render: claimed.claimed,
      send: claimed.sending,
      track: sentToday,
      react: happened.reduce((sum, row) => sum + row.replied + row.bounced + row.unsubscribed, 0),
      report: ctx.now.toISOString(),
    },
    today: {
      sent: sentToday,
      planned: planned.reduce((sum, row) => sum + row.planned, 0),
      capacity: await readCapacityToday(ctx.tx),
      nextMailAt: next?.due_at.toISOString() ?? null,
      nextMailFrom: next?.email ?? null,
      hours: hoursOf(zone, happened, planned),
    },
    last30,
    checklist: await readChecklist(ctx, last30, people),
  };
}

/** Ids are made by the machine's clock, which the workspace's may run ahead of. */
function firstIdSince(ctx: RequestContext, midnight: Date): string {
  const ahead = ctx.now.getTime() - ctx.machineNow.getTime();
  return uuidv7(asInstant(Math.max(0, midnight.getTime() - ahead)), new Uint8Array(10));
}

async function readLast30(ctx: RequestContext): Promise<Home["last30"]> {
  const from = quarterAfter(new Date(ctx.now.getTime() - 30 * DAY_MS));
  const sums = await sumWorkspace(ctx.tx, countedPeriod(ctx, from, new Date(ctx.now.getTime() + 1)));
  const book = new EvidenceBook();
  return {
    sent: sums.sent,
    replied: sums.replied,
    opened: sums.opened,
    openedMachine: sums.opened_machine,
    bounced: sums.bounced,
    complained: sums.complained,
    replyRate: book.rate("/last30/replyRate", sums.replied, sums.sent),
    openRate: book.rate("/last30/openRate", sums.opened, sums.sent),
    bounceRate: book.rate("/last30/bounceRate", sums.bounced, sums.sent + sums.refused),
    complaintRate: book.rate("/last30/complaintRate", sums.complained, sums.sent),
    evidence: book.entries,
  };
}

function hoursOf(
  zone: Zone,
  happened: readonly { bucket: Date; sent: number }[],
  planned: readonly { bucket: Date; planned: number }[],
): Home["today"]["hours"] {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, sent: 0, planned: 0 }));
  const hourOf = (bucket: Date) => hours[Math.floor(toLocal(zone, asInstant(bucket.getTime())).minuteOfDay / 60)];
  for (const row of happened) {
    const hour = hourOf(row.bucket);
    if (hour !== undefined) hour.sent += row.sent;
  }
  for (const row of planned) {
    const hour = hourOf(row.bucket);
    if (hour !== undefined) hour.planned += row.planned;
  }
  return hours;
}

async function readChecklist(
  ctx: RequestContext,
  last30: Home["last30"],
  people: readonly { status: string; stop_reason: string; people: number }[],
): Promise<Home["checklist"]> {
  const steps = await readFirstSteps(ctx.tx);
  const stoppedByReply = people.some((row) => row.status === "stopped" && row.stop_reason === "replied");
  return [
    { code: "mail-arrived", done: last30.sent > 0 },
    { code: "opened", done: last30.opened > 0 },
    { code: "reply-stopped", done: stoppedByReply },
    { code: "own-sequence", done: steps.own_sequence },
    { code: "account", done: steps.account },
    { code: "launched", done: steps.launched },
  ];
}
