import { asInstant, toLocal, UTC } from "@haste/engine/base";
import type { ReplyClass } from "@haste/engine/condition";
import { type Opinion, readAdvised, type WrittenReading, worthOf } from "@haste/engine/track";
import { type Moment, momentIn, WouldFree } from "../../../ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { announce } from "../../../platform/live/index.ts";
import { type InboundRow, lockInbound, readInboundRow } from "../inbound/queries.ts";
import { resortInbound } from "../inbound/resort-inbound.ts";
import type { InboundContent } from "../inbox/inbound-content.ts";
import { readOwnAddresses } from "../inbox/queries.ts";
import { lockWaiting, settleOpinion, writeAdvised } from "./queries/opinions.ts";
import { noteAnswer } from "./queries/settings.ts";

export interface Answered {
  readonly workspaceId: string;
  readonly inboundId: string;
  readonly mail: InboundContent["mail"];
  readonly reading: WrittenReading;
  readonly model: string;
  readonly opinion: Opinion;
}

/**
 * What becomes of an answer, in one transaction: it gives the reply its class through the door of corrections, or is kept
 * for people to see. One that would let somebody go on whom our own reading held is taken back whole and waits for a person.
 */
export async function applyOpinion(database: Database, answered: Answered, machineNow: Date): Promise<void> {
  const settle = (work: (tx: Tx, moment: Moment) => Promise<string>) =>
    inWorkspace(database, answered.workspaceId, async (tx) => {
      const moment = await momentIn(tx, machineNow);
      // The reply first, as a correction locks it, so that neither waits for the other in a circle.
      await lockInbound(tx, answered.inboundId);
      const { inboundId, opinion, model } = answered;
      if (!(await lockWaiting(tx, inboundId))) return;
      const outcome = await work(tx, moment);
      await settleOpinion(tx, { inboundId, outcome, opinion, model, at: new Date(moment.now) });
      await noteAnswer(tx);
      await announce(tx, { name: "inbox.changed" });
    });
  try {
    await settle((tx, moment) => resort(tx, answered, moment));
  } catch (error) {
    if (!(error instanceof WouldFree)) throw error;
    await settle(async () => "held");
  }
}

async function resort(tx: Tx, answered: Answered, moment: Moment): Promise<string> {
  const { inboundId, opinion, reading } = answered;
  const row = await readInboundRow(tx, inboundId);
  if (row === null || row.sealed === null) return "no_answer";
  if (row.reply_corrected_at !== null) return "person_first";
  const worth = worthOf(opinion, {
    sortedAs: row.reply_class as ReplyClass,
    isAutomatic: reading.class === "auto_reply",
  });
  if (worth !== "differs") return worth;
  const meant = await readAsAdvised(tx, answered, row);
  await writeAdvised(tx, { inboundId, opinion, until: meant.sorted.until });
  await resortInbound(tx, { row, meant, mayFree: false }, moment);
  return "applied";
}

async function readAsAdvised(tx: Tx, { mail, reading, opinion }: Answered, row: InboundRow): Promise<WrittenReading> {
  const ownAddresses = await readOwnAddresses(tx);
  const { epochDay: today } = toLocal(UTC, asInstant(row.received_at.getTime()));
  return readAdvised(mail, reading, { opinion, context: { ownAddresses, today } });
}
