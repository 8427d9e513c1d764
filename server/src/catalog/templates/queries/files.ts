import type { Tx } from "../../../platform/db/index.ts";

export interface FileRow {
  readonly file: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

const columns = `encode(hash, 'hex') as file, name, media_type as "mediaType", size`;

/** Keeps the one that is there. */
export async function insertFile(tx: Tx, row: FileRow & { readonly content: Uint8Array; readonly at: Date }) {
  await tx.rows(
    `insert into files (workspace_id, hash, name, media_type, size, content, created_at)
     values ($1, decode($2, 'hex'), $3, $4, $5, $6, $7) on conflict do nothing`,
    [tx.workspaceId, row.file, row.name, row.mediaType, row.size, row.content, row.at],
  );
}

/** What is known of these; those that are not there are missing. */
export async function listFiles(tx: Tx, files: readonly string[]): Promise<FileRow[]> {
  return tx.rows<FileRow>(
    `select ${columns} from files where workspace_id = $1 and hash = any(select decode(f, 'hex') from unnest($2::text[]) f)`,
    [tx.workspaceId, files],
  );
}

/** With their bytes. */
export async function readFiles(tx: Tx, files: readonly string[]): Promise<(FileRow & { content: Buffer })[]> {
  return tx.rows<FileRow & { content: Buffer }>(
    `select ${columns}, content from files
      where workspace_id = $1 and hash = any(select decode(f, 'hex') from unnest($2::text[]) f)`,
    [tx.workspaceId, files],
  );
}
