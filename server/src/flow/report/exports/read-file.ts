import type { KeyRing } from "../../../platform/crypto/index.ts";
import { type Database, inWorkspace, type Tx } from "../../../platform/db/index.ts";
import { findPart } from "../queries/exports.ts";
import { partPlace } from "./export-job.ts";

export interface FileParts {
  readonly db: Database;
  readonly keyRing: KeyRing<Tx>;
}

/**
 * The bytes of a file, a part at a time, each in a transaction of its own: a slow reader holds neither the whole file in
 * memory nor a connection. A file that is removed meanwhile breaks off.
 */
export async function* readParts(
  { db, keyRing }: FileParts,
  file: { readonly workspaceId: string; readonly id: string; readonly bytes: number },
): AsyncGenerator<Uint8Array> {
  let left = file.bytes;
  for (let partNo = 0; left > 0; partNo += 1) {
    const part = await inWorkspace(db, file.workspaceId, async (tx) => {
      const sealed = await findPart(tx, file.id, partNo);
      if (sealed === null) throw new Error("The file was removed while it was read.");
      return (await keyRing.cipher(file.workspaceId, tx)).open(sealed, partPlace(file.id, partNo));
    });
    left -= part.length;
    yield part;
  }
}
