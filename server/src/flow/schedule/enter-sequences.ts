import { dueAfter, zoneOf } from "@haste/engine/schedule";
import { firstStep } from "@haste/engine/sequence";
import { enrollPeople, loadDefinition, type Moment, type NewEnrollment } from "../../ledger/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { PlannedEntry } from "./effects/kind.ts";
import { readOpenSequences, readStrangers } from "./queries.ts";

/**
 * Lets people go on in the sequences their step names. Whoever was there before stays out (B20: re-entry is never by
 * itself), so two sequences that enroll into each other end after one round; a sequence that is closed takes nobody.
 */
export async function enterSequences(tx: Tx, entries: readonly PlannedEntry[], moment: Moment): Promise<void> {
  if (entries.length === 0) return;
  const named = new Set(entries.map((entry) => entry.sequenceId));
  const open = await readOpenSequences(tx, [...named], new Date(moment.now));
  const strangers = await readStrangers(
    tx,
    entries.map(({ sequenceId, row }) => ({ sequenceId, contactId: row.contact_id })),
  );
  const rows: NewEnrollment[] = [];
  for (const { sequenceId, row } of entries) {
    const version = open.get(sequenceId);
    if (version === undefined || !strangers.has(`${sequenceId} ${row.contact_id}`)) continue;
    const definition = await loadDefinition(tx, sequenceId, version);
    const first = firstStep(definition);
    if (first === null) continue;
    rows.push({
      id: moment.newId(),
      sequenceId,
      contactId: row.contact_id,
      sequenceVersion: version,
      currentStepId: first.id,
      stepDueAt: dueAfter(first.delay, moment.now, {
        definition,
        zone: zoneOf({ contactZone: row.timezone }, definition),
      }),
      // The mail goes on from the account the person knows.
      sendingAccountId: row.sending_account_id,
      enrolledBy: null,
      context: {},
    });
  }
  if (rows.length > 0) await enrollPeople(tx, rows, moment);
}
