import type { KeyRing } from "../../../platform/crypto/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import { type InboundContent, inboundPlace } from "../inbox/inbound-content.ts";

/** Opens what was sealed of inbound mails, with one key for all of them. */
export async function openInbounds(
  tx: Tx,
  keyRing: KeyRing<Tx>,
  rows: readonly { readonly id: string; readonly sealed: Buffer | null }[],
): Promise<Map<string, InboundContent>> {
  const sealed = rows.filter((row) => row.sealed !== null);
  if (sealed.length === 0) return new Map();
  const cipher = await keyRing.cipher(tx.workspaceId, tx);
  const opened = await Promise.all(
    sealed.map(async ({ id, sealed: bytes }): Promise<[string, InboundContent]> => {
      const text = await cipher.open(bytes as Buffer, inboundPlace(id));
      return [id, JSON.parse(text.toString()) as InboundContent];
    }),
  );
  return new Map(opened);
}

/** What its author wrote; of a report, the server's words. */
export function wordsOf({ mail, reading }: InboundContent): string {
  return "text" in reading ? reading.text : mail.text;
}
