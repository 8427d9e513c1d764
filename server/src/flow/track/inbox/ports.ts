import type { Clock } from "../../../platform/clock/index.ts";
import type { KeyRing, SigningKeys } from "../../../platform/crypto/index.ts";
import type { Database, Tx } from "../../../platform/db/index.ts";
import type { Log } from "../../../platform/log/index.ts";

/** Where a mailbox is read, on the address that was checked. */
export interface InboxServer {
  readonly host: string;
  /** The name a certificate has to carry; null where the host was given as an address. */
  readonly servername: string | null;
  readonly port: number;
  /** `opportunistic` means STARTTLS here: whoever reads a mailbox signs in, and no password leaves without TLS. */
  readonly tls: "implicit" | "starttls" | "opportunistic" | "none";
  readonly username: string | null;
  readonly password: string | null;
  /** Instead of a password, where the mailbox consented. */
  readonly accessToken?: string | null;
}

/** A sending account whose inbox is read. */
export interface InboxAccount {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly email: string;
  /** Another version connects anew. */
  readonly version: number;
  /** Decides and checks where to connect, at the instant of connecting; throws where it may not. */
  readonly findServer: () => Promise<InboxServer>;
}

export interface InboxParts {
  readonly database: Database;
  readonly log: Log;
  readonly clock: Clock;
  /** Seals what was read. */
  readonly keyRing: KeyRing<Tx>;
  /** Reads the signed links in returned mails, where a report hides everything else. */
  readonly signingKeys: SigningKeys;
  /** Every account whose inbox is to be read now, of all workspaces. */
  readonly loadInboxAccounts: () => Promise<readonly InboxAccount[]>;
  /** Something of this workspace was recorded. */
  readonly onCommitted: (workspaceId: string) => void;
  /** The mailbox does not let the account in: pause it and tell its owner (B25). Once per run of failures. */
  readonly accountFailed?: (workspaceId: string, accountId: string, reason: string) => Promise<void>;
  /** Somebody of this workspace reported a mail as spam, and that was recorded. */
  readonly complained?: (workspaceId: string) => Promise<void>;
  /** How often the list of accounts is read again; 5 s unless told. */
  readonly refreshMs?: number;
  /** How long to wait before the n-th attempt in a row (from 1); 1 s doubling to 60 s unless told. */
  readonly reconnectMs?: (attempt: number) => number;
}
