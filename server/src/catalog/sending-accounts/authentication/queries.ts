import type { Tx } from "../../../platform/db/index.ts";
import { tlsOf } from "../connection.ts";
import type { StoredConnection, StoredDkim } from "../queries.ts";

/** An account as far as its domain's DNS has to speak for it. */
export interface SenderRow {
  readonly id: string;
  readonly email: string;
  readonly domain: string;
  readonly provider: string;
  readonly smtpHost: string | null;
  readonly dkimSigning: StoredDkim | null;
  readonly spf: boolean | null;
  readonly dkim: boolean | null;
  readonly dmarc: boolean | null;
}

/** Accounts by their domain; the reader of a mail sees that one, so DMARC asks it. */
export async function listSenders(tx: Tx): Promise<SenderRow[]> {
  return tx.rows<SenderRow>(
    `select id, email, substring(email from '[^@]*$') as domain, provider, smtp_connection ->> 'host' as "smtpHost",
            dkim_signing as "dkimSigning", spf, dkim, dmarc
       from sending_accounts where workspace_id = $1 and archived_at is null order by 3, 2`,
    [tx.workspaceId],
  );
}

export interface AccountProof {
  readonly spf: boolean | null;
  readonly dkim: boolean | null;
  readonly dmarc: boolean | null;
  /** Whether its mail is handed over encrypted; null: as the server likes. */
  readonly isEncrypted: boolean | null;
}

/** What is proven of each account's mail, and how it is handed over: providers with keys are asked over https only. */
export async function listEncryption(tx: Tx): Promise<AccountProof[]> {
  const rows = await tx.rows<Omit<AccountProof, "isEncrypted"> & { provider: string; smtp: StoredConnection | null }>(
    `select spf, dkim, dmarc, provider, smtp_connection as smtp
       from sending_accounts where workspace_id = $1 and archived_at is null`,
    [tx.workspaceId],
  );
  return rows.map(({ spf, dkim, dmarc, provider, smtp }) => ({
    spf,
    dkim,
    dmarc,
    isEncrypted: isEncrypted(provider, smtp),
  }));
}

/** STARTTLS that was asked for with `secure: false` may be left out inside the operator's own networks. */
function isEncrypted(provider: string, smtp: StoredConnection | null): boolean | null {
  if (provider !== "smtp") return true;
  if (smtp === null) return null;
  if (tlsOf(smtp) === "none") return false;
  return tlsOf(smtp) === "implicit" || smtp.tls === "starttls" ? true : null;
}

/** Writes down what the last check of its domain found of an account, unless it was changed meanwhile. */
export async function writeAuthentication(
  tx: Tx,
  { id, domain }: Pick<SenderRow, "id" | "domain">,
  found: Pick<SenderRow, "spf" | "dkim" | "dmarc">,
): Promise<void> {
  await tx.rows(
    `update sending_accounts set spf = $4, dkim = $5, dmarc = $6
      where workspace_id = $1 and id = $2 and substring(email from '[^@]*$') = $3 and archived_at is null`,
    [tx.workspaceId, id, domain, found.spf, found.dkim, found.dmarc],
  );
}
