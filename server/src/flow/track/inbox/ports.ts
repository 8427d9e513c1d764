import type { MailConnection, Route } from "../../../catalog/sending-accounts/index.ts";
import type { SigningKeys } from "../../../platform/crypto/index.ts";
import type { Database, Tx } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";
import type { InboundContent } from "./record-mail.ts";

/** A sending account whose inbox is read. */
export interface InboxAccount {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly email: string;
  /** With user and password: an account without them cannot be read and is left out. */
  readonly imap: Pick<MailConnection, "host" | "port" | "tls" | "isOptionalInside" | "isSandbox"> & {
    readonly username: string;
    readonly password: string;
  };
}

export interface InboxParts {
  readonly database: Database;
  readonly log: Log;
  readonly machineNow: () => Date;
  /** Every account whose inbox is to be read now, of all workspaces. */
  readonly loadInboxAccounts: () => Promise<readonly InboxAccount[]>;
  /** Checks where a connection really goes, at the instant it is made; throws where it may not. */
  readonly routeTo: (connection: MailConnection) => Promise<Route>;
  /** Seals what was read for the workspace of the transaction. */
  readonly sealContent: (tx: Tx, inboundId: string, content: InboundContent) => Promise<Uint8Array>;
  /** Reads the signed links in returned mails, where a report hides everything else. */
  readonly signingKeys: SigningKeys;
  /** Something of this workspace was recorded. */
  readonly onCommitted: (workspaceId: string) => void;
  /** The mailbox does not let the account in: pause it and tell its owner (B25). Once per run of failures. */
  readonly accountFailed?: (workspaceId: string, accountId: string, reason: string) => Promise<void>;
  /** How often the list of accounts is read again; 5 s unless told. */
  readonly refreshMs?: number;
  /** How long to wait before the n-th attempt in a row (from 1); 1 s doubling to 60 s unless told. */
  readonly reconnectMs?: (attempt: number) => number;
}
