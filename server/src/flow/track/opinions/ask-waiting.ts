import { afterFault, opinionQuestion, visibleText, type WrittenReading } from "@haste/engine/track";
import type { Clock } from "../../../platform/clock/index.ts";
import type { KeyRing } from "../../../platform/crypto/index.ts";
import { asSweep, type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import { type InboundRow, readInboundRow } from "../inbound/queries.ts";
import { type InboundContent, inboundPlace } from "../inbox/inbound-content.ts";
import { applyOpinion } from "./apply-opinion.ts";
import type { AskModel, Model, ModelAnswer } from "./ask-model.ts";
import { modelOf } from "./model-of.ts";
import {
  dropWaiting,
  lockWaiting,
  noteTry,
  putOff,
  putOffOne,
  readNames,
  settleOpinion,
  takeWaiting,
  type WaitingRow,
  workspacesThatWait,
} from "./queries/opinions.ts";
import { beQuiet, noteFault, type OpinionSettingsRow, readSettings, takeQuestion } from "./queries/settings.ts";

export interface OpinionParts {
  readonly database: Database;
  readonly clock: Pick<Clock, "machineNow">;
  readonly log: Log;
  readonly keyRing: KeyRing<Tx>;
  readonly ask: AskModel;
  /** Something of this workspace changed. */
  readonly onCommitted: (workspaceId: string) => void;
}

/** An opinion that comes later than this is of no use: somebody has read the reply by then. */
const mostAgeMs = 24 * 60 * 60_000;
/** A process that asks and says nothing for so long is gone. */
const leaseMs = 5 * 60_000;
const dayMs = 24 * 60 * 60_000;

/** Asks about every reply that is due, one after the other: a model at home answers no faster when asked twice at once. */
export async function askWaiting(parts: OpinionParts, signal: AbortSignal): Promise<void> {
  const { database, clock } = parts;
  for (const workspaceId of await asSweep(database, (sweep) => workspacesThatWait(sweep, clock.machineNow()))) {
    while (!signal.aborted && (await askNext(parts, workspaceId, signal))) parts.onCommitted(workspaceId);
  }
}

interface Asked {
  readonly inboundId: string;
  readonly tries: number;
  readonly model: Model;
  readonly mail: InboundContent["mail"];
  readonly reading: WrittenReading;
  readonly isAutomatic: boolean;
  readonly day: string;
  readonly names: readonly string[];
}

/** False: nothing of this workspace is due any more. No transaction is open while the model thinks. */
async function askNext(parts: OpinionParts, workspaceId: string, signal: AbortSignal): Promise<boolean> {
  const { database, clock, ask } = parts;
  const asked = await inWorkspace(database, workspaceId, (tx) => begin(tx, parts, clock.machineNow()));
  if (asked === "nothing") return false;
  if (asked === "dropped") return true;
  const { mail, reading, isAutomatic, day, names, model } = asked;
  const question = opinionQuestion({ text: visibleText(mail.text), isAutomatic, day }, names);
  const answer = await ask(model, question, signal);
  // The process ends: the lease does, too, and another one asks again.
  if (signal.aborted && !answer.ok) return false;
  const machineNow = clock.machineNow();
  if (answer.ok) {
    const { inboundId } = asked;
    await applyOpinion(
      database,
      { workspaceId, inboundId, mail, reading, model: model.name, opinion: answer.opinion },
      machineNow,
    );
  } else {
    await inWorkspace(database, workspaceId, (tx) => takeFault(tx, asked, { answer, machineNow }));
  }
  return true;
}

async function begin(tx: Tx, parts: OpinionParts, machineNow: Date): Promise<Asked | "nothing" | "dropped"> {
  const settings = await readSettings(tx, machineNow);
  if (settings === null || !settings.isOn) {
    await dropWaiting(tx);
    return "nothing";
  }
  if (settings.quietUntil !== null && settings.quietUntil > machineNow) {
    await putOff(tx, settings.quietUntil);
    return "nothing";
  }
  const waiting = await takeWaiting(tx, machineNow);
  if (waiting === null) return "nothing";
  const written = await openWritten(tx, parts, waiting.inboundId);
  if (written === null || machineNow.getTime() - waiting.begunAt.getTime() > mostAgeMs) {
    await giveUp(tx, waiting, { settings, at: machineNow });
    return "dropped";
  }
  if (!(await takeQuestion(tx, machineNow))) {
    await putOff(tx, new Date((Math.floor(machineNow.getTime() / dayMs) + 1) * dayMs));
    return "nothing";
  }
  await noteTry(tx, waiting.inboundId, new Date(machineNow.getTime() + leaseMs));
  const { row, content, reading } = written;
  return {
    inboundId: waiting.inboundId,
    tries: waiting.tries + 1,
    model: await modelOf(tx, parts.keyRing, settings),
    mail: content.mail,
    reading,
    isAutomatic: reading.class === "auto_reply",
    day: row.received_at.toISOString().slice(0, 10),
    names: [...(await readNames(tx, row.contact_id)), content.mail.fromName],
  };
}

interface WrittenMail {
  readonly row: InboundRow;
  readonly content: InboundContent;
  readonly reading: WrittenReading;
}

/** null: there is nothing to ask about (any more): somebody has said what it is, or its words were erased. */
async function openWritten(tx: Tx, { keyRing }: OpinionParts, inboundId: string): Promise<WrittenMail | null> {
  const row = await readInboundRow(tx, inboundId);
  if (row === null || row.sealed === null || row.reply_corrected_at !== null) return null;
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  const content = JSON.parse((await cipher.open(row.sealed, inboundPlace(inboundId))).toString()) as InboundContent;
  return "text" in content.reading ? { row, content, reading: content.reading } : null;
}

async function giveUp(
  tx: Tx,
  { inboundId }: Pick<WaitingRow, "inboundId">,
  { settings, at }: { settings: Pick<OpinionSettingsRow, "model">; at: Date },
): Promise<void> {
  await settleOpinion(tx, { inboundId, outcome: "no_answer", opinion: null, model: settings.model, at });
}

type Fault = Extract<ModelAnswer, { ok: false }>;

async function takeFault(
  tx: Tx,
  { inboundId, tries, model }: Asked,
  { answer, machineNow }: { answer: Fault; machineNow: Date },
): Promise<void> {
  const { fault, detail, retryAfterMs } = answer;
  if (!(await lockWaiting(tx, inboundId))) return;
  const faultsInRow = await noteFault(tx, { fault, detail, at: machineNow });
  const { quietMs, againMs } = afterFault({ fault, retryAfterMs, tries, faultsInRow });
  const after = (ms: number) => new Date(machineNow.getTime() + ms);
  if (quietMs > 0) await beQuiet(tx, after(quietMs));
  if (againMs === null) await giveUp(tx, { inboundId }, { settings: { model: model.name }, at: machineNow });
  else await putOffOne(tx, inboundId, after(againMs));
}
