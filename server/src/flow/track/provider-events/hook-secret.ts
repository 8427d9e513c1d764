import type { KeyRing, SealedColumn } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { replaceHookSecret } from "./queries.ts";

/** Sealed for this very account: a copy elsewhere opens nowhere. */
const placeOf = (accountId: string) => `provider_hooks.sealed ${accountId}`;

export async function sealHookSecret(keyRing: KeyRing<Tx>, tx: Tx, accountId: string, secret: string): Promise<Buffer> {
  return (await keyRing.cipher(tx.workspaceId, tx)).seal(secret, placeOf(accountId));
}

export async function openHookSecret(
  keyRing: KeyRing<Tx>,
  tx: Tx,
  { accountId, sealed }: { accountId: string; sealed: Buffer },
): Promise<string> {
  return (await (await keyRing.cipher(tx.workspaceId, tx)).open(sealed, placeOf(accountId))).toString("utf8");
}

export const sealedHookColumns: readonly SealedColumn[] = [
  {
    table: "provider_hooks",
    column: "sealed",
    id: ["sending_account_id"],
    place: ([id = ""]) => placeOf(id),
    replace: replaceHookSecret,
  },
];
