import { createLeases } from "./leases.ts";
import { MailboxLeft, MailboxReader } from "./mailbox-reader.ts";
import type { InboxParts } from "./ports.ts";

/** Reads the inboxes of those sending accounts whose mailbox no other process holds, for as long as it runs. */
export interface InboxSync {
  start(): void;
  /** Ends every connection. */
  stop(): Promise<void>;
  /** Looks at the list of accounts now: an account was added, changed, paused or removed. */
  refresh(): Promise<void>;
  /**
   * Resolves when everything that lies in this account's inbox now is recorded, with how many mails were new: also for
   * whoever hears from its provider that something came.
   * @throws when the account has no inbox that this process reads
   */
  syncNow(workspaceId: string, accountId: string): Promise<number>;
  /**
   * Resolves when no inbox of this workspace that we read holds anything unread; a few milliseconds where nothing came.
   * @throws when an inbox gives nothing away for 10 s
   */
  drain(workspaceId: string): Promise<void>;
}

const refreshMs = 5_000;
const stuckMs = 10_000;

export function createInboxSync(given: InboxParts): InboxSync {
  const commits = new Map<string, number>();
  const parts: InboxParts = {
    ...given,
    onCommitted(workspaceId) {
      commits.set(workspaceId, (commits.get(workspaceId) ?? 0) + 1);
      given.onCommitted(workspaceId);
    },
  };
  const readers = new Map<string, MailboxReader>();
  const leases = createLeases(parts);
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let refreshing: Promise<void> | null = null;

  const keyOf = (workspaceId: string, accountId: string) => `${workspaceId} ${accountId}`;
  const readersOf = (workspaceId: string) =>
    [...readers.values()].filter((reader) => reader.account.workspaceId === workspaceId);

  async function follow(): Promise<void> {
    const ours = await leases.hold(await parts.loadInboxAccounts());
    if (isStopped) return;
    const accounts = new Map(ours.map((account) => [keyOf(account.workspaceId, account.accountId), account]));
    const ended: Promise<void>[] = [];
    for (const [key, reader] of readers) {
      const account = accounts.get(key);
      if (account?.version === reader.account.version && account.email === reader.account.email) continue;
      readers.delete(key);
      ended.push(reader.stop());
    }
    for (const [key, account] of accounts) {
      if (readers.has(key)) continue;
      const reader = new MailboxReader(account, parts);
      readers.set(key, reader);
      reader.start();
    }
    await Promise.all(ended);
  }

  /** A look that is under way may have begun before the change: the next one starts after it. */
  function refresh(): Promise<void> {
    const before = refreshing;
    const next = (before ?? Promise.resolve()).catch(() => {}).then(follow);
    refreshing = next;
    return next;
  }

  return {
    start() {
      const look = () => {
        refresh().catch((err: unknown) => parts.log.warn({ err }, "the list of mailboxes could not be read"));
      };
      look();
      timer = setInterval(look, parts.refreshMs ?? refreshMs);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await refreshing?.catch(() => {});
      await Promise.all([...readers.values()].map((reader) => reader.stop()));
      readers.clear();
      await leases.release();
    },
    refresh,
    async syncNow(workspaceId, accountId) {
      const reader = readers.get(keyOf(workspaceId, accountId));
      if (reader === undefined) throw new Error(`No inbox of account ${accountId} is being read.`);
      return reader.sync();
    },
    async drain(workspaceId) {
      if (readersOf(workspaceId).length === 0) await refresh();
      const progress = () => commits.get(workspaceId) ?? 0;
      for (;;) {
        const read = await Promise.all(readersOf(workspaceId).map((reader) => isRead(reader, progress)));
        if (isStopped || read.every(Boolean)) return;
      }
    },
  };
}

/** False where another reader took the account over meanwhile, so that it has to be asked. */
async function isRead(reader: MailboxReader, progress: () => number): Promise<boolean> {
  try {
    await whileItMoves(reader.sync(), progress, reader.account.accountId);
    return true;
  } catch (err) {
    if (err instanceof MailboxLeft) return false;
    throw err;
  }
}

/** A full mailbox may take its time; one from which nothing comes any more may not. */
function whileItMoves(sync: Promise<number>, progress: () => number, accountId: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let before = progress();
    const timer = setInterval(() => {
      const now = progress();
      if (now === before) reject(new Error(`The inbox of account ${accountId} cannot be read.`));
      before = now;
    }, stuckMs);
    sync.then(resolve, reject).finally(() => clearInterval(timer));
  });
}
