import { type AccountForSending, connectionOf } from "../catalog/sending-accounts/index.ts";
import { type ApiProvider, apiProviders, type Finding, findInSentFolder, type SentMails } from "../flow/send/index.ts";
import { loadWorkspace, type Workspace } from "../platform/context/index.ts";
import type { Tx } from "../platform/db/index.ts";
import { type AccountSources, apiServerOf, connected } from "./accounts.ts";

/** Where copies of what an account sent can be looked for; null where there is no such place. */
export async function sentMailsOf(sources: AccountSources, tx: Tx, accountId: string): Promise<SentMails | null> {
  const [account] = await sources.loadAccounts(tx, [accountId]);
  const workspace = await loadWorkspace(tx);
  if (account === undefined || workspace === null) return null;
  if (account.provider === "smtp" || workspace.mode !== "live") return sentFolderOf(sources, account, workspace);
  const { find } = apiProviders[account.provider] as ApiProvider;
  if (find === undefined) return null;
  return {
    keepsAll: true,
    async find(messageIds) {
      const findings: Finding[] = [];
      try {
        const server = await apiServerOf(sources, account, workspace.id);
        // One after the other: nobody waits for it, and the account's own sending goes first.
        for (const messageId of messageIds) findings.push(await find(server, messageId));
      } catch (error) {
        return nobodyLooked(messageIds, error);
      }
      return findings;
    },
  };
}

function sentFolderOf(sources: AccountSources, account: AccountForSending, workspace: Workspace): SentMails | null {
  const connection = connectionOf(account, "imap", workspace, sources.sandboxMail);
  if (connection === null) return null;
  return {
    // Not every server puts what it submits into the Sent folder: most leave that to the mail program.
    keepsAll: connection.isSandbox,
    async find(messageIds) {
      try {
        const { username, password, ...server } = await connected(connection, sources.policy);
        if (username === null || password === null) throw new Error("This mailbox has no user name and password.");
        return await findInSentFolder({ ...server, username, password }, messageIds);
      } catch (error) {
        return nobodyLooked(messageIds, error);
      }
    },
  };
}

function nobodyLooked(messageIds: readonly string[], error: unknown): Finding[] {
  const reason = error instanceof Error ? error.message : String(error);
  return messageIds.map(() => ({ kind: "unknown", reason }));
}
