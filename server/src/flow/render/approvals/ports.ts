import type { WrittenEmail } from "@haste/engine/template";
import type { Tx } from "../../../platform/db/index.ts";

/** What was written for one person is content of an email, so it is kept sealed. */
export interface EditSeal {
  seal(tx: Tx, emailId: string, content: WrittenEmail): Promise<Uint8Array>;
  open(tx: Tx, emailId: string, sealed: Uint8Array): Promise<WrittenEmail>;
}
