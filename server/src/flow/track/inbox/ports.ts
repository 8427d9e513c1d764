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
}

/** What is asked of a provider's API about a mailbox. */
export interface MailboxQuestion {
  readonly method: "GET" | "POST";
  /** With its query, behind the provider's base. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Answers that mean something beside success. */
  readonly expects?: readonly number[];
  /** More of the answer is not read; a megabyte unless told. */
  readonly mostOctets?: number;
}

export interface MailboxAnswer {
  readonly status: number;
  readonly bytes: Buffer;
  /** False where only its first `mostOctets` were read. */
  readonly isWhole: boolean;
}

/** A mailbox as its provider's API shows it, asked with the account's own token. */
export interface MailboxApi {
  /** What stands before the path of every address of this provider; links it gives begin with it. */
  readonly basePath: string;
  /** @throws MailboxRefused, MailboxBusy, and any other Error where no whole answer came */
  ask(question: MailboxQuestion): Promise<MailboxAnswer>;
  close(): void;
}

/** The mailbox does not let the account in, or lets it do too little: its owner has to act. */
export class MailboxRefused extends Error {
  /** The same word as an IMAP client's. */
  readonly authenticationFailed = true;
}

/** The provider wants to be left alone. */
export class MailboxBusy extends Error {
  readonly retryAfterMs: number | null;

  constructor(reason: string, retryAfterMs: number | null) {
    super(reason);
    this.retryAfterMs = retryAfterMs;
  }
}

/** How a mailbox is read. What it connects to is decided and checked at the instant of connecting; throws where it may not. */
export type MailboxWay =
  | { readonly kind: "imap"; readonly findServer: () => Promise<InboxServer> }
  | { readonly kind: "gmail"; readonly openApi: () => Promise<MailboxApi> }
  | { readonly kind: "outlook"; readonly openApi: () => Promise<MailboxApi> };

/** A sending account whose inbox is read. */
export interface InboxAccount {
  readonly workspaceId: string;
  readonly accountId: string;
  readonly email: string;
  /** Another version connects anew. */
  readonly version: number;
  /**
   * Its server is somebody else's, so that one process at a time opens it. The sandbox's servers stand in each process:
   * they are nobody's burden, and what happens there is to be seen at once, even after a process was killed.
   */
  readonly isOutside: boolean;
  readonly way: MailboxWay;
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
  /** This process among all that ever were: it holds the mailboxes it reads. */
  readonly holder: number;
  /** How long a mailbox stays with a process that says nothing more; 30 s unless told. */
  readonly leaseMs?: number;
  /** Something of this workspace was recorded. */
  readonly onCommitted: (workspaceId: string) => void;
  /** The mailbox does not let the account in: pause it and tell its owner (B25). Once per run of failures. */
  readonly accountFailed?: (workspaceId: string, accountId: string, reason: string) => Promise<void>;
  /** Where Google publishes what happens in mailboxes; null: nowhere, they are asked again and again. */
  readonly gmailTopic?: string | null;
  /** How often a mailbox that does not call us is asked; 30 s unless told. */
  readonly pollMs?: number;
  /** Somebody of this workspace reported a mail as spam, and that was recorded. */
  readonly complained?: (workspaceId: string) => Promise<void>;
  /**
   * Takes in a receiver's report that came by mail, in the transaction of the mail; false where it is none, damaged, too
   * large, or about a domain that is not the workspace's. Left out: such mails are mails like others.
   */
  readonly takeReport?: (tx: Tx, report: Buffer) => Promise<boolean>;
  /** How often the list of accounts is read again; 5 s unless told. */
  readonly refreshMs?: number;
  /** How long to wait before the n-th attempt in a row (from 1); 1 s doubling to 60 s unless told. */
  readonly reconnectMs?: (attempt: number) => number;
}
