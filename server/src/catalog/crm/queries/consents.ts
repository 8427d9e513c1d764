import type { Consent } from "@haste/engine/compliance";
import type { Tx } from "../../../platform/db/index.ts";

export type ConsentOrigin = "hand" | "api" | "import" | "custom_fields";

export interface ConsentRow extends Consent {
  readonly origin: ConsentOrigin;
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** The newest first. */
export async function listConsents(tx: Tx, contactId: string, limit: number): Promise<ConsentRow[]> {
  return tx.rows<ConsentRow>(
    `select basis, kind, given_on::text as "givenOn", source, proof, origin, recorded_by as "recordedBy",
            recorded_at as "recordedAt"
       from consents where workspace_id = $1 and contact_id = $2 order by number desc limit $3`,
    [tx.workspaceId, contactId, limit],
  );
}

/** Those of these contacts who are there and not archived. */
export async function findPresent(tx: Tx, contactIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    "select id from contacts where workspace_id = $1 and id = any($2) and archived_at is null",
    [tx.workspaceId, contactIds],
  );
  return rows.map(({ id }) => id);
}

/** The record of one contact, by whom it came, and when. */
export interface NewConsent extends Consent {
  readonly contactId: string;
}

/**
 * Writes a record for each of these contacts, held against other changes by the caller, of whom another one stands;
 * answers with those.
 */
export async function insertConsents(
  tx: Tx,
  rows: readonly NewConsent[],
  by: { readonly origin: ConsentOrigin; readonly name: string; readonly at: Date },
): Promise<string[]> {
  const written = await tx.rows<{ id: string }>(
    `insert into consents (workspace_id, contact_id, number, basis, kind, given_on, source, proof, origin, recorded_by,
            recorded_at)
     select $1, n.contact_id, coalesce(k.number, 0) + 1, n.basis, n.kind, n.given_on, n.source, n.proof, $8, $9, $10
       from unnest($2::uuid[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[])
         as n (contact_id, basis, kind, given_on, source, proof)
       left join lateral (
         select number, basis, kind, given_on, source, proof from consents
          where workspace_id = $1 and contact_id = n.contact_id order by number desc limit 1) k on true
      where (k.basis, k.kind, k.given_on, k.source, k.proof)
        is distinct from (n.basis, n.kind, n.given_on, n.source, n.proof)
     returning contact_id as id`,
    [
      tx.workspaceId,
      rows.map((row) => row.contactId),
      rows.map((row) => row.basis),
      rows.map((row) => row.kind),
      rows.map((row) => row.givenOn),
      rows.map((row) => row.source),
      rows.map((row) => row.proof),
      ...[by.origin, by.name, by.at],
    ],
    "consents-insert",
  );
  return written.map(({ id }) => id);
}
