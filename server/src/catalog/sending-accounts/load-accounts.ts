import { createPrivateKey, type KeyObject } from "node:crypto";
import type { ProviderKind } from "@haste/contract/nouns/sending-accounts";
import type { KeyRing } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { type ConnectedAccount, type MailConnection, tlsOf } from "./connection.ts";
import { type AccountRow, listAccountsById, type StoredApi, type StoredConnection } from "./queries.ts";
import { openSecrets, type Secrets } from "./secrets.ts";

/** An account as the pipeline uses it, passwords in clear. */
export interface AccountForSending extends ConnectedAccount {
  readonly id: string;
  readonly version: number;
  readonly displayName: string;
  readonly signature: string | null;
  /** Who speaks SMTP for it. */
  readonly smtpClient: "built-in" | "nodemailer";
  readonly provider: ProviderKind;
  readonly status: "active" | "paused";
  readonly statusReason: string | null;
  readonly dailyLimit: number;
  readonly hourlyLimit: number;
  readonly minGapMs: number;
  readonly gapJitter: number;
  /** The pool of dedicated addresses a sending service takes for it. */
  readonly ipPool: string | null;
  readonly timezone: string;
  /** Removed by a person: nothing new leaves from it. */
  readonly isArchived: boolean;
  readonly api: ApiOfAccount | null;
  /** Keys that sign its mails now; empty: its server signs, or nobody. */
  readonly dkimKeys: readonly DkimKey[];
}

/** How a provider with keys is asked. */
interface ApiOfAccount extends StoredApi {
  readonly key: string | null;
}

/** A key that signs, parsed once: from PEM each mail it costs three times as much. */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  readonly algorithm: "rsa" | "ed25519";
  readonly privateKey: KeyObject;
}

/** Accounts by id, in no order; unknown ids are missing. */
export type LoadAccounts = (tx: Tx, ids: readonly string[]) => Promise<AccountForSending[]>;

const mostKept = 10_000;

/** Reads accounts for sending; each version's passwords are opened once and kept in memory. */
export function createAccountLoader(keyRing: KeyRing<Tx>): LoadAccounts {
  const kept = new Map<string, AccountForSending>();
  return async (tx, ids) => {
    const accounts: AccountForSending[] = [];
    for (const row of await listAccountsById(tx, ids)) {
      const key = `${tx.workspaceId} ${row.id}`;
      const known = kept.get(key);
      const account = known?.version === row.version ? known : await openAccount(keyRing, tx, row);
      kept.delete(key);
      kept.set(key, account);
      accounts.push(account);
    }
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
    return accounts;
  };
}

async function openAccount(keyRing: KeyRing<Tx>, tx: Tx, row: AccountRow): Promise<AccountForSending> {
  const passwords = await openSecrets(keyRing, tx, row);
  return {
    id: row.id,
    version: row.version,
    email: row.email,
    displayName: row.displayName,
    signature: row.signature,
    provider: row.provider,
    smtpClient: row.smtp?.client ?? "built-in",
    status: row.status,
    statusReason: row.statusReason,
    dailyLimit: row.dailyLimit,
    hourlyLimit: row.hourlyLimit,
    minGapMs: row.minGapMs,
    gapJitter: row.gapJitter,
    ipPool: row.ipPool,
    timezone: row.timezone,
    isArchived: row.archivedAt !== null,
    api: row.api === null ? null : { ...row.api, key: passwords.api },
    dkimKeys: signingKeysOf(row, passwords),
    smtp: openConnection(row.smtp, passwords.smtp),
    imap: openConnection(row.imap, passwords.imap),
  };
}

function signingKeysOf({ dkimSigning }: AccountRow, { dkim }: Secrets): DkimKey[] {
  return (dkimSigning?.keys ?? []).flatMap(({ selector, algorithm, isSigning }) => {
    const pem = dkim?.[selector];
    if (!isSigning || pem === undefined) return [];
    return [{ domain: dkimSigning?.domain ?? "", selector, algorithm, privateKey: createPrivateKey(pem) }];
  });
}

function openConnection(stored: StoredConnection | null, password: string | null): MailConnection | null {
  if (stored === null) return null;
  const { host, port, username } = stored;
  return {
    host,
    port,
    tls: tlsOf(stored),
    isOptionalInside: stored.tls === null && stored.secure === false,
    username,
    password,
    isSandbox: false,
  };
}
