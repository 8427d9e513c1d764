import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";

/** Tokens in clear: in memory only. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** What proves that whoever comes back is whom we sent away. */
export interface ConsentProof {
  readonly verifier: string;
  readonly nonce: string;
}

/** Where each value is at home: it opens nowhere else. */
export const tokensPlace = (accountId: string) => `account_tokens.sealed ${accountId}`;
export const consentPlace = (consentId: string) => `oauth_consents.sealed ${consentId}`;

export async function sealJson(keyRing: KeyRing<Tx>, tx: Tx, content: Tokens | ConsentProof, place: string) {
  return (await keyRing.cipher(tx.workspaceId, tx)).seal(JSON.stringify(content), place);
}

export async function openJson<T extends Tokens | ConsentProof>(
  keyRing: KeyRing<Tx>,
  tx: Tx,
  sealed: Buffer,
  place: string,
): Promise<T> {
  return JSON.parse((await (await keyRing.cipher(tx.workspaceId, tx)).open(sealed, place)).toString()) as T;
}
