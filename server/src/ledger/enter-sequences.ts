import { mayReEnter } from "@haste/engine/enroll";
import { dueAfter, zoneOf } from "@haste/engine/schedule";
import { type Definition, firstStep } from "@haste/engine/sequence";
import type { Tx } from "../platform/db/index.ts";
import { Changes } from "./changes.ts";
import { loadDefinition } from "./definitions.ts";
import { enrollInto } from "./enroll-people.ts";
import type { Moment } from "./moment.ts";

import { type EpisodeRow, readEpisodes, readOpenSequences } from "./queries/entries.ts";
import { tellListeners } from "./queries/flow-control.ts";
import type { NewEnrollment } from "./queries/new-enrollments.ts";

/** Somebody who goes on in another sequence, as their row in this one says. */
export interface PlannedEntry {
  readonly sequenceId: string;
  readonly row: {
    readonly contact_id: string;
    readonly timezone: string | null;
    readonly sending_account_id: string | null;
    readonly deal_id: string | null;
  };
}

/**
 * Lets people go on in the sequences their step or a trigger names. Whoever was there before comes in as that sequence's
 * re-entry says (B20), never twice at once; a sequence that is closed takes nobody. Nobody goes round and round: sequences
 * that lead into each other are refused when they are activated.
 */
export async function enterSequences(tx: Tx, entries: readonly PlannedEntry[], moment: Moment): Promise<void> {
  if (entries.length === 0) return;
  const changes = new Changes(moment);
  await enterInto(tx, entries, changes);
  await changes.write(tx);
  await tellListeners(tx);
}

/** The same, with the changes of a larger transaction, which writes them. */
export async function enterInto(tx: Tx, entries: readonly PlannedEntry[], changes: Changes): Promise<void> {
  const { moment } = changes;
  const named = new Set(entries.map((entry) => entry.sequenceId));
  const open = await readOpenSequences(tx, [...named], new Date(moment.now));
  const earlier = await readEpisodes(
    tx,
    entries.map(({ sequenceId, row }) => ({ sequenceId, contactId: row.contact_id })),
  );
  const rows: NewEnrollment[] = [];
  for (const { sequenceId, row } of entries) {
    const version = open.get(sequenceId);
    if (version === undefined) continue;
    const definition = await loadDefinition(tx, sequenceId, version);
    const episode = earlier.get(`${sequenceId} ${row.contact_id}`);
    if (episode !== undefined && !mayComeBack(episode, definition)) continue;
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
      dealId: row.deal_id,
      enrolledBy: null,
      context: {},
    });
  }
  if (rows.length > 0) await enrollInto(tx, rows, changes);
}

/** Whoever is on the way there already is left as they are by the insert itself. */
function mayComeBack({ status, stop_reason: stopReason }: EpisodeRow, { settings }: Definition): boolean {
  if (status === "active" || status === "paused") return false;
  return mayReEnter({ status, stopReason }, settings.reEntry);
}
