import { createInboxSync, type InboxSync } from "../flow/track/index.ts";
import { systemClock } from "../platform/clock/index.ts";
import { type ConsentedSources, inboxAccounts, type pauseFailedAccount, stopComplainedAccounts } from "./accounts.ts";
import type { Ground } from "./ground.ts";
import { takeMailedReport } from "./mailed-reports.ts";

interface InboxWork {
  readonly told: (workspaceId: string) => void;
  readonly poke: () => void;
  /** This process among all that read mailboxes. */
  readonly holder: number;
  readonly accountFailed: ReturnType<typeof pauseFailedAccount>;
}

/** Reads what comes to the mailboxes of all accounts. */
export function readInboxes(ground: Ground, accounts: ConsentedSources, work: InboxWork): InboxSync {
  const { database, log, keyRing, signingKeys } = ground;
  const { told, poke, holder, accountFailed } = work;
  return createInboxSync({
    ...{ database, log, keyRing, signingKeys, holder, accountFailed },
    clock: systemClock,
    gmailTopic: ground.config.googleTopic,
    complained: stopComplainedAccounts(database, log, ground.accountPorts),
    takeReport: takeMailedReport(log),
    loadInboxAccounts: () => inboxAccounts(database, accounts),
    onCommitted(workspaceId) {
      told(workspaceId);
      poke();
    },
  });
}
