import { connectMailbox } from "./connect-mailbox.ts";
import type { MailboxJob, MailboxSession } from "./mailbox-session.ts";
import type { MailboxWay } from "./ports.ts";
import { readNewMail } from "./read-new-mail.ts";

type ImapWay = Extract<MailboxWay, { kind: "imap" }>;

/** Any server that speaks IMAP: read by UID, and listened to with IDLE. */
export async function openImapMailbox(job: MailboxJob, { findServer }: ImapWay): Promise<MailboxSession> {
  const { account, parts, stumbles, events } = job;
  const client = await connectMailbox(parts, { accountId: account.accountId, server: await findServer() });
  client.on("close", () => events.onEnded());
  client.on("exists", () => events.onNews());
  return {
    readNew: () => readNewMail({ parts, account, client, stumbles }),
    listen() {
      // The next command ends IDLE by itself.
      client.idle().catch(() => client.close());
    },
    close: () => client.close(),
  };
}
