import type { RetentionKey } from "@haste/engine/privacy";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { DueRow } from "../queries/due-rows.ts";
import {
  type KeptLinks,
  readTexts,
  removeAnswers,
  removeDialogues,
  removeEvidence,
  removeImportRows,
  removeReceivedTexts,
  removeReports,
  removeSentTexts,
} from "../queries/retention.ts";

export interface RetentionPorts {
  /** Of what was sent only where its links lead, sealed as before; null where it has none. */
  readonly keepLinks: (tx: Tx, contents: readonly { id: string; sealed: Buffer }[]) => Promise<KeptLinks[]>;
}

/** Rows of a file that go in one transaction. */
const rowsPerBatch = 2_000;

/** Takes the rows of one batch away, in the caller's transaction; answers with how many are gone for good. */
export async function removeDue(
  ctx: WorkContext,
  ports: RetentionPorts,
  { key, rows }: { readonly key: RetentionKey; readonly rows: readonly DueRow[] },
): Promise<number> {
  const { tx, now } = ctx;
  const [first] = rows;
  if (first === undefined) return 0;
  if (key === "sent_text") {
    const contents = await readTexts(
      tx,
      rows.map(({ id }) => id),
    );
    await removeSentTexts(tx, await ports.keepLinks(tx, contents), now);
    return contents.length;
  }
  // A file may hold a million rows: it counts with the batch that takes its last ones.
  if (key === "import_files") return (await removeImportRows(tx, first.id, rowsPerBatch, now)) ? 1 : 0;
  if (key === "dialogues") await removeDialogues(tx, rows);
  else if (key === "visit_evidence") await removeEvidence(tx, rows, now);
  else if (key === "request_answers") await removeAnswers(tx, rows);
  else if (key === "mailbox_reports") await removeReports(tx, rows);
  else await removeReceivedTexts(tx, rows, now);
  return rows.length;
}
