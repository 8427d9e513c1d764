import type { Tx } from "../../../platform/db/index.ts";

/** Demo contacts who were in no sequence yet, in the order of their addresses. */
export async function listDemoPeople(tx: Tx): Promise<{ id: string; email: string }[]> {
  return tx.rows<{ id: string; email: string }>(
    `select id, email_key as email from contacts
      where workspace_id = $1 and is_demo and archived_at is null and not exists (
        select from sequence_enrollments n where n.workspace_id = $1 and n.contact_id = contacts.id)
      order by email_key`,
    [tx.workspaceId],
  );
}

/** A sequence of this name, and how many people were ever in it. */
export async function findSequenceNamed(
  tx: Tx,
  name: string,
): Promise<{ id: string; status: string; people: number } | null> {
  const [row] = await tx.rows<{ id: string; status: string; people: number }>(
    `select s.id, s.status,
            (select count(*) from sequence_enrollments n
              where n.workspace_id = s.workspace_id and n.sequence_id = s.id)::int as people
       from email_sequences s
      where s.workspace_id = $1 and s.name = $2 and s.archived_at is null`,
    [tx.workspaceId, name],
  );
  return row ?? null;
}

/** The templates and snippets there are, by name. */
export async function listWordsNamed(
  tx: Tx,
): Promise<{ templates: Map<string, string>; snippets: Map<string, string> }> {
  const rows = await tx.rows<{ kind: "templates" | "snippets"; name: string; id: string }>(
    `select 'templates' as kind, name, id from email_templates where workspace_id = $1 and archived_at is null
     union all select 'snippets', name, id from snippets where workspace_id = $1 and archived_at is null`,
    [tx.workspaceId],
  );
  const of = (kind: string) => new Map(rows.filter((row) => row.kind === kind).map(({ name, id }) => [name, id]));
  return { templates: of("templates"), snippets: of("snippets") };
}
