import type { Tx } from "../../../platform/db/index.ts";
import type { PersonRows } from "./places.ts";

/** Remembers an erased address by its keyed hash, and answers with it. `key` is taken where the workspace has none yet. */
export async function rememberErased(tx: Tx, address: string, by: { key: Buffer; at: Date }): Promise<Buffer> {
  await tx.rows("insert into erasure_keys (workspace_id, key) values ($1, $2) on conflict do nothing", [
    ...[tx.workspaceId, by.key],
  ]);
  const rows = await tx.rows<{ hash: Buffer }>(
    `insert into erased_addresses (workspace_id, hash, erased_at)
     select $1, erased_hash($1, $2), $3
     on conflict (workspace_id, hash) do nothing
     returning hash`,
    [tx.workspaceId, address, by.at],
  );
  if (rows[0] !== undefined) return rows[0].hash;
  const known = await tx.rows<{ hash: Buffer }>("select erased_hash($1, $2) as hash", [tx.workspaceId, address]);
  return known[0]?.hash as Buffer;
}

/** Takes the person out of everything; answers with the rows it touched, by table. */
export async function erasePerson(
  tx: Tx,
  person: Pick<PersonRows, "address" | "contactIds">,
  { tombstone, at }: { readonly tombstone: string; readonly at: Date },
): Promise<Readonly<Record<string, number>>> {
  const rows = await tx.rows<{ counts: Record<string, number> }>("select erase_person($1, $2, $3, $4) as counts", [
    ...[person.contactIds, person.address, tombstone, at],
  ]);
  return rows[0]?.counts ?? {};
}

/** Takes the details about the person out of the audit log; answers with the rows that lost theirs. */
export async function eraseAuditDetails(tx: Tx, person: Pick<PersonRows, "address" | "contactIds">): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>("select audit_id as id from erase_audit_details($1, $2)", [
    ...[person.contactIds, person.address],
  ]);
  return rows.map((row) => row.id);
}

/** Takes the person off the lists of reports that go out by mail; answers with how many. */
export async function eraseReader(tx: Tx, { address }: Pick<PersonRows, "address">): Promise<number> {
  const rows = await tx.rows<{ n: number }>("select erase_report_reader($1) as n", [address]);
  return rows[0]?.n ?? 0;
}

/** Removes what mail to the person rested on; answers with how many records. */
export async function eraseConsents(tx: Tx, { contactIds }: Pick<PersonRows, "contactIds">): Promise<number> {
  const rows = await tx.rows<{ n: number }>("select erase_consents($1) as n", [contactIds]);
  return rows[0]?.n ?? 0;
}

/** Removes every file in which the person stands; answers with how many. */
export async function eraseExports(tx: Tx, { contactIds }: Pick<PersonRows, "contactIds">, at: Date): Promise<number> {
  const rows = await tx.rows<{ n: number }>("select erase_exports($1, $2) as n", [contactIds, at]);
  return rows[0]?.n ?? 0;
}
