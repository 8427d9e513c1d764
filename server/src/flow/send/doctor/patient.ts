import type { DkimKey } from "../dkim/index.ts";
import type { ApiServer, MailServer, Opened } from "../providers/index.ts";

/** One of an account's servers, as it is written in its settings and as it is reached. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly tls: MailServer["tls"];
  /** The sandbox's own, in this process. */
  readonly isSandbox: boolean;
  /** Resolves and checks the name at this instant; throws what the resolver and the guard throw. */
  readonly findServer: () => Promise<MailServer>;
}

export interface MailboxApi {
  readonly provider: "gmail" | "outlook";
  /** Throws what the resolver and the guard throw. */
  readonly findServer: () => Promise<ApiServer>;
}

/** An account as its doctor sees it. */
export interface Patient {
  readonly email: string;
  /** Name of its way out in the registry of providers. */
  readonly provider: string;
  /** Those its mails are signed with here; none where its service signs. */
  readonly dkimKeys: readonly DkimKey[];
  /** Null where it sends through an API. */
  readonly smtp: Target | null;
  readonly imap: Target | null;
  /** Where its mailbox is read over the API of its provider instead; null: it is not. */
  readonly mailboxApi: MailboxApi | null;
  /** For an account that sends through an API. */
  readonly openApi: () => Promise<Opened>;
}
