import { type Database, outsideWorkspaces } from "../../platform/db/index.ts";
import { isSandboxMailPassword, sandboxMailPassword } from "./mail-password.ts";
import { sandboxesOfAddress } from "./queries/folders.ts";

/** Whose mailbox it is. The address is in lower case. */
export interface MailboxOwner {
  readonly workspaceId: string;
  readonly address: string;
}

/** The sandbox mailbox that a name and password open, by SMTP and IMAP alike; null for any wrong pair. */
export async function openMailbox(
  db: Database,
  key: Buffer,
  credentials: { readonly username: string; readonly password: string },
): Promise<MailboxOwner | null> {
  const address = credentials.username.trim().toLowerCase();
  const workspaceIds = await sandboxesOf(db, address);
  const workspaceId = workspaceIds.find((id) =>
    isSandboxMailPassword(credentials.password, sandboxMailPassword(key, id, address)),
  );
  return workspaceId === undefined ? null : { workspaceId, address };
}

/** The sandbox mailbox that mail from outside reaches by this address: the oldest, where several workspaces have it. */
export async function findMailbox(db: Database, address: string): Promise<MailboxOwner | null> {
  const [workspaceId] = await sandboxesOf(db, address.toLowerCase());
  return workspaceId === undefined ? null : { workspaceId, address: address.toLowerCase() };
}

async function sandboxesOf(db: Database, address: string): Promise<string[]> {
  if (address.length > 320 || address.includes("\0")) return [];
  return outsideWorkspaces(db, (tx) => sandboxesOfAddress(tx, address));
}
