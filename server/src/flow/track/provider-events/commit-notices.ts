import type { HookOutcome } from "@haste/contract/nouns/provider-hooks";
import { momentIn } from "../../../ledger/index.ts";
import { type Database, inWorkspace, notify, type Tx } from "../../../platform/db/index.ts";
import { GroupCommit } from "../group-commit.ts";
import type { HookRef } from "./hook-address.ts";
import { addOutcomes } from "./queries.ts";
import { recordEvents, type ToldEvents } from "./record-events.ts";

/** What is to be kept of one notice. */
export interface KeptNotice extends HookRef {
  readonly told: ToldEvents | null;
  /** Of the notice itself, where it is no events. */
  readonly outcome: HookOutcome | null;
  readonly detail: string | null;
  readonly machineAt: Date;
}

/** Carries `{workspaceId, accountId}`: whoever reads that mailbox looks into it now. */
export const mailboxChannel = "haste_mailbox";

export interface NoticeParts {
  readonly database: Database;
  readonly onCommitted: (workspaceId: string) => void;
  /** Recipients complained, and that was recorded: looks whether it is too much for an account. */
  readonly complained: (workspaceId: string) => Promise<void>;
}

/** Notices are answered after their commit, and those that come in a burst share one. */
export function noticeCommits({ database, onCommitted, complained }: NoticeParts): GroupCommit<KeptNotice, null> {
  return new GroupCommit({
    async commit(workspaceId, notices) {
      const kept = await inWorkspace(database, workspaceId, (tx) => keep(tx, notices));
      // The notice is recorded whatever becomes of this: the daily checks look again.
      if (notices.some(tellsComplaint)) {
        await complained(workspaceId).catch((err: unknown) =>
          database.log.warn({ err, workspaceId }, "complaints were not looked at"),
        );
      }
      return kept;
    },
    onCommitted,
  });
}

function tellsComplaint({ told }: KeptNotice): boolean {
  return told?.events.some(({ kind }) => kind === "complained") ?? false;
}

async function keep(tx: Tx, notices: readonly KeptNotice[]): Promise<null[]> {
  const [first] = notices;
  if (first === undefined) return [];
  const moment = await momentIn(tx, first.machineAt);
  const tallies = new Tallies();
  // In one order, so that two processes never wait for each other's emails.
  for (const told of byAccount(notices)) {
    const tally = await recordEvents(tx, told, moment);
    for (const [outcome, count] of tally) tallies.add(told.accountId, outcome, { count, detail: null });
  }
  for (const { accountId, outcome, detail } of notices) {
    if (outcome !== null) tallies.add(accountId, outcome, { count: 1, detail });
  }
  await addOutcomes(tx, tallies.all(), new Date(moment.now));
  const woken = new Set(notices.filter(({ outcome }) => outcome === "woken").map(({ accountId }) => accountId));
  for (const accountId of woken) {
    await notify(tx, mailboxChannel, JSON.stringify({ workspaceId: tx.workspaceId, accountId } satisfies HookRef));
  }
  return notices.map(() => null);
}

type Told = ToldEvents & { readonly accountId: string };

function byAccount(notices: readonly KeptNotice[]): Told[] {
  const groups = new Map<string, Told>();
  for (const { accountId, told } of notices) {
    if (told === null) continue;
    const key = `${accountId} ${told.service}`;
    groups.set(key, { ...told, accountId, events: [...(groups.get(key)?.events ?? []), ...told.events] });
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, told]) => told);
}

/** Counts by account and outcome. */
class Tallies {
  readonly #counted = new Map<string, Parameters<typeof addOutcomes>[1][number]>();

  add(accountId: string, outcome: HookOutcome, { count, detail }: { count: number; detail: string | null }): void {
    const key = `${accountId} ${outcome}`;
    const before = this.#counted.get(key)?.count ?? 0;
    this.#counted.set(key, { accountId, outcome, count: before + count, detail });
  }

  all() {
    return [...this.#counted.values()];
  }
}
