import type { KeyRing } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { AccountRow } from "./queries.ts";

/** Passwords by connection and the key of an API; null = none. They exist in clear only in memory. */
export interface Secrets {
  readonly smtp: string | null;
  readonly imap: string | null;
  readonly api: string | null;
  /** Private keys (PKCS #8 in PEM) by selector. */
  readonly dkim: Readonly<Record<string, string>> | null;
}

const noSecrets: Secrets = { smtp: null, imap: null, api: null, dkim: null };

/** Sealed for this very row of this very workspace: a copy elsewhere opens nowhere. */
export function secretsPlace(accountId: string): string {
  return `sending_accounts.secrets ${accountId}`;
}

/** Null where there is nothing to hide. */
export async function sealSecrets(
  keyRing: KeyRing<Tx>,
  tx: Tx,
  accountId: string,
  secrets: Secrets,
): Promise<Buffer | null> {
  if (Object.values(secrets).every((secret) => secret === null)) return null;
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  return cipher.seal(JSON.stringify(secrets), secretsPlace(accountId));
}

export async function openSecrets(
  keyRing: KeyRing<Tx>,
  tx: Tx,
  { id, secrets }: Pick<AccountRow, "id" | "secrets">,
): Promise<Secrets> {
  if (secrets === null) return noSecrets;
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  // Accounts from before these had keys carry none.
  return {
    ...noSecrets,
    ...(JSON.parse((await cipher.open(secrets, secretsPlace(id))).toString("utf8")) as Partial<Secrets>),
  };
}
