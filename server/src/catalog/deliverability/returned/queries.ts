import type { Proof, ReturnedReading } from "@haste/engine/deliverability";
import type { Tx } from "../../../platform/db/index.ts";

export interface ReturnedRow {
  readonly senderId: string;
  readonly mailboxId: string;
  readonly domain: string;
  readonly foundBy: "doctor" | "seed-test";
  readonly reading: ReturnedReading;
  readonly seenAt: Date;
}

/** The last mail found in a mailbox takes the place of the one before. */
export async function writeReturned(tx: Tx, row: ReturnedRow): Promise<void> {
  const { receiver, proofs, spf, dkim, dmarc } = row.reading;
  await tx.rows(
    `insert into returned_mails (workspace_id, sending_account_id, mailbox_account_id, domain, found_by, receiver, proofs,
       spf, dkim, dmarc, seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (workspace_id, sending_account_id, mailbox_account_id) do update set domain = excluded.domain,
       found_by = excluded.found_by, receiver = excluded.receiver, proofs = excluded.proofs, spf = excluded.spf,
       dkim = excluded.dkim, dmarc = excluded.dmarc, seen_at = excluded.seen_at`,
    [
      ...[tx.workspaceId, row.senderId, row.mailboxId, row.domain, row.foundBy],
      ...[receiver, JSON.stringify(proofs), spf, dkim, dmarc, row.seenAt],
    ],
  );
}

export interface SeenRow extends Pick<ReturnedReading, "spf" | "dkim" | "dmarc"> {
  readonly accountId: string;
}

/** What mails since then proved of the accounts of a domain. */
export async function listSeen(tx: Tx, domain: string, since: Date): Promise<SeenRow[]> {
  return tx.rows<SeenRow>(
    `select sending_account_id as "accountId", spf, dkim, dmarc from returned_mails
      where workspace_id = $1 and domain = $2 and seen_at >= $3`,
    [tx.workspaceId, domain, since],
  );
}

export interface ShownReturned {
  readonly accountId: string;
  readonly email: string;
  readonly mailboxId: string;
  readonly mailbox: string;
  readonly foundBy: "doctor" | "seed-test";
  readonly receiver: string | null;
  readonly proofs: readonly Proof[];
  readonly seenAt: Date;
}

/** The newest mails of a domain's accounts that were found. */
export async function listReturned(tx: Tx, domain: string, most: number): Promise<ShownReturned[]> {
  return tx.rows<ShownReturned>(
    `select r.sending_account_id as "accountId", a.email, r.mailbox_account_id as "mailboxId", m.email as mailbox,
            r.found_by as "foundBy", r.receiver, r.proofs, r.seen_at as "seenAt"
       from returned_mails r
       join sending_accounts a on a.workspace_id = r.workspace_id and a.id = r.sending_account_id
       join sending_accounts m on m.workspace_id = r.workspace_id and m.id = r.mailbox_account_id
      where r.workspace_id = $1 and r.domain = $2 and a.archived_at is null
      order by r.seen_at desc, r.mailbox_account_id limit $3`,
    [tx.workspaceId, domain, most],
  );
}
