import { randomBytes } from "node:crypto";
import type { RetentionKey } from "@haste/engine/privacy";
import { audit } from "../../../platform/audit/index.ts";
import type { WorkContext } from "../../../platform/context/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { DueRow } from "../queries/due-rows.ts";
import {
  endWordless,
  goesInParts,
  type KeptLinks,
  readTexts,
  removeAnswers,
  removeDialogues,
  removeDormant,
  removeEvidence,
  removePart,
  removeReceivedTexts,
  removeReports,
  removeSandboxMails,
  removeSentTexts,
  removeToldEvents,
} from "../queries/retention.ts";

export interface RetentionPorts {
  /** Of what was sent only where its links lead, sealed as before; null where it has none. */
  readonly keepLinks: (tx: Tx, contents: readonly { id: string; sealed: Buffer }[]) => Promise<KeptLinks[]>;
}

/** Rows of a file, of a pre-flight or of a simulation that go in one transaction. */
const rowsPerBatch = 2_000;

interface Batch {
  readonly key: RetentionKey;
  readonly rows: readonly DueRow[];
  /** What is older is due. */
  readonly before: Date;
}

/** Takes the rows of one batch away, in the caller's transaction; answers with how many are gone for good. */
export async function removeDue(ctx: WorkContext, ports: RetentionPorts, batch: Batch): Promise<number> {
  const { tx, now } = ctx;
  const { key, rows } = batch;
  const [first] = rows;
  if (first === undefined) return 0;
  // It counts with the batch that takes its last rows.
  if (goesInParts(key)) return (await removePart(tx, key, { id: first.id, most: rowsPerBatch, at: now })) ? 1 : 0;
  if (key === "dormant_contacts") return forgetDormant(ctx, batch);
  if (key === "sent_text" || key === "unsent_text") await removeTexts(ctx, ports, rows);
  if (key === "unsent_text") await endWordless(tx, rows);
  else if (key === "dialogues") await removeDialogues(tx, rows);
  else if (key === "visit_evidence") await removeEvidence(tx, rows, now);
  else if (key === "told_events") await removeToldEvents(tx, rows, now);
  else if (key === "request_answers") await removeAnswers(tx, rows);
  else if (key === "mailbox_reports") await removeReports(tx, rows);
  else if (key === "sandbox_mails") await removeSandboxMails(tx, rows);
  else if (key !== "sent_text") await removeReceivedTexts(tx, rows, now);
  return rows.length;
}

/** Of those that were never written out there is no content, only what somebody approved for them. */
async function removeTexts({ tx, now }: WorkContext, ports: RetentionPorts, rows: readonly DueRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const kept = new Map((await ports.keepLinks(tx, await readTexts(tx, ids))).map((one) => [one.id, one]));
  await removeSentTexts(
    tx,
    ids.map((id) => kept.get(id) ?? { id, links: null }),
    now,
  );
}

/** The log's verification reads in `retention.erased` which details are gone for a reason. */
async function forgetDormant(ctx: WorkContext, { rows, before }: Batch): Promise<number> {
  const { removed, auditIds } = await removeDormant(ctx.tx, rows, { before, key: randomBytes(32), at: ctx.now });
  if (auditIds.length > 0) await audit(ctx, "retention.erased", { kind: "settings", id: null }, { auditIds });
  return removed;
}
