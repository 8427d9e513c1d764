import type { ResealedValue } from "../../platform/crypto/index.ts";
import type { Tx } from "../../platform/db/index.ts";

/** Part of a rotation: the same value under another key, unless somebody wrote another one meanwhile. */
export async function replaceContent(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update email_contents set sealed = $3 where workspace_id = $1 and sealed = $2 and email_id = $4 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}

/** The same for what was said in an attempt. */
export async function replaceAttempt(tx: Tx, { id, before, after }: ResealedValue): Promise<readonly object[]> {
  return tx.rows(
    `update email_attempts set sealed = $3
     where workspace_id = $1 and sealed = $2 and email_id = $4 and attempt = $5 returning 1 as done`,
    [tx.workspaceId, before, after, ...id],
  );
}
