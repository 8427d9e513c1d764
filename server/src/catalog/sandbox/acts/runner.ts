import type { Clock } from "../../../platform/clock/index.ts";
import { asSweep, type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import {
  type ClaimedAct,
  claimDueActs,
  countDueActs,
  finishAct,
  nextActDueAfter,
  releaseAct,
  workspacesWithDueActs,
} from "../queries/acts.ts";
import { clockOffsetMs, findCaught } from "../queries/mails.ts";
import { storeMails } from "../store-mails.ts";
import type { Performance } from "./act.ts";
import { readMail } from "./read-mail.ts";
import { actFiles } from "./registry.ts";
import { type ProductSite, visitProduct } from "./visit.ts";

export interface RunnerParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  /** Asked at each act: the address may be known only after the server listens. */
  readonly site: () => ProductSite;
}

export interface DueActsRun {
  /** Acts done by this call. */
  readonly ran: number;
  /** Acts that are due and not done yet: somebody else is at them, or they wait to be tried again. */
  readonly pending: number;
  /** When the next act falls due (workspace time), later than now. */
  readonly nextDueAt: Date | null;
}

export interface ActsRunner {
  /** Does what is due in one workspace at `now` (workspace time; its present when left out), at most `limit` acts. */
  runDueActs(workspaceId: string, options?: { now?: Date; limit?: number }): Promise<DueActsRun>;
  /** Does what is due in every sandbox by its own clock; returns how many acts. */
  sweepDueActs(): Promise<number>;
}

/** Longer than any act takes; a claim older than this belongs to a process that died. */
const leaseMs = 60_000;
const mostAttempts = 5;
const mailsAtOnce = 8;
const usualLimit = 200;

export function createActsRunner(parts: RunnerParts): ActsRunner {
  async function runDueActs(workspaceId: string, options: { now?: Date; limit?: number } = {}): Promise<DueActsRun> {
    const machineNow = parts.clock.machineNow();
    const limit = options.limit ?? usualLimit;
    const { acts, now } = await inWorkspace(parts.db, workspaceId, async (tx) => {
      const present = options.now ?? new Date(machineNow.getTime() + (await clockOffsetMs(tx)));
      const until = new Date(machineNow.getTime() + leaseMs);
      return { acts: await claimDueActs(tx, { now: present, machineNow, until, limit }), now: present };
    });
    const byMail = [...Map.groupBy(acts, (act) => act.mailId).values()];
    let ran = 0;
    const work = async () => {
      for (let group = byMail.shift(); group !== undefined; group = byMail.shift()) {
        // One after the other: nobody answers a mail before opening it.
        for (const act of group) if (await runAct(parts, workspaceId, act)) ran += 1;
      }
    };
    await Promise.all(Array.from({ length: mailsAtOnce }, work));
    return inWorkspace(parts.db, workspaceId, async (tx) => ({
      ran,
      pending: await countDueActs(tx, now),
      nextDueAt: await nextActDueAfter(tx, now),
    }));
  }
  return {
    runDueActs,
    async sweepDueActs() {
      const due = await asSweep(parts.db, (tx) => workspacesWithDueActs(tx, parts.clock.machineNow()));
      let ran = 0;
      for (const workspaceId of due) ran += (await runDueActs(workspaceId)).ran;
      return ran;
    },
  };
}

/** Does one act; true when it is done (or given up), false when it will be tried again. */
async function runAct(parts: RunnerParts, workspaceId: string, act: ClaimedAct): Promise<boolean> {
  const machineNow = parts.clock.machineNow();
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => inWorkspace(parts.db, workspaceId, work);
  try {
    const { mail, now } = await inTx(async (tx) => ({
      mail: await findCaught(tx, act.mailId),
      now: new Date(machineNow.getTime() + (await clockOffsetMs(tx))),
    }));
    if (mail === null) throw new Error("The mail of this act is gone.");
    const { account, toEmail: recipient, raw } = mail;
    const read = await readMail(raw);
    const to = { address: recipient, name: read.to.name ?? mail.contactName };
    const input = { actId: act.id, detail: act.detail, mail: { ...read, to }, raw, recipient, account, now };
    const performance = await actFiles[act.kind](input);
    if (performance.road === "http") {
      for (const visit of performance.visits) await visitProduct(visit, parts.site());
    }
    await inTx((tx) => finish(tx, act, { performance, account, now, machineNow }));
    return true;
  } catch (err) {
    const { id, kind, attempt } = act;
    parts.log.warn({ err, actId: id, kind, attempt }, "an act of the sandbox failed");
    if (attempt < mostAttempts) {
      await inTx((tx) => releaseAct(tx, id, new Date(machineNow.getTime() + 2 ** attempt * 250)));
      return false;
    }
    const failure = err instanceof Error ? err.message : "It failed.";
    await inTx((tx) => finishAct(tx, id, { at: act.dueAt, failure }));
    return true;
  }
}

/** Marks the act as done and delivers its answer in one transaction: a crash leaves both or neither. */
async function finish(
  tx: Tx,
  act: ClaimedAct,
  done: { performance: Performance; account: string; now: Date; machineNow: Date },
): Promise<void> {
  const { performance, account, now } = done;
  const isFirst = await finishAct(tx, act.id, { at: now, failure: null });
  if (!isFirst || performance.road === "http") return;
  const returnPath = Buffer.from(`Return-Path: <${performance.from}>\r\n`);
  const mail = {
    account,
    folder: "INBOX" as const,
    flags: [],
    isListed: false,
    fromEmail: performance.from,
    toEmail: account,
    receivedAt: now,
    raw: Buffer.concat([returnPath, performance.raw]),
  };
  await storeMails(tx, [mail], done.machineNow);
}
