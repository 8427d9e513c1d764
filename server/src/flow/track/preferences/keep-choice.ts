import { DAY_MS } from "@haste/engine/base";
import { type Choice, changedTopics, pauseDays } from "@haste/engine/preferences";
import {
  type KeptSuppression,
  keepSuppressions,
  type Moment,
  type SuppressionScope,
  suppressionsChanged,
  takeBackRefusals,
  wholeWorkspace,
} from "../../../ledger/index.ts";
import type { Tx } from "../../../platform/db/index.ts";
import type { PreferencesRow } from "./queries.ts";

/** A pause, or the topics somebody wants: what does not stop everything. */
export interface Wish {
  readonly emailId: string;
  readonly person: PreferencesRow;
  readonly choice: Exclude<Choice, { kind: "everything" }>;
  readonly agent: string;
}

/**
 * Keeps what a recipient chose, as suppressions with the mail as their proof, and cancels what waits for them in the
 * same transaction, claimed or not. It holds for the address the mail went to and for the one they have now.
 */
export async function keepChoice(tx: Tx, wish: Wish, moment: Moment): Promise<void> {
  const { person, choice, emailId, agent } = wish;
  // A test send reaches whoever tried it.
  if (person.contact_id === null) return;
  const keys = [...new Set([person.to_email.toLowerCase(), person.present_key ?? person.to_email.toLowerCase()])];
  const entryOf = (key: string, scope: SuppressionScope, expiresAt: Date | null): KeptSuppression => ({
    ...{ id: moment.newId(), key, scope, expiresAt, emailId },
    ...{ reason: "unsubscribe", source: "page", note: null, proof: { agent, choice: choice.kind } },
  });
  const by = { name: null, at: new Date(moment.now) };
  if (choice.kind === "pause") {
    const ends = new Date(moment.now + pauseDays * DAY_MS);
    await keepSuppressions(
      tx,
      keys.map((key) => entryOf(key, wholeWorkspace, ends)),
      by,
    );
  } else {
    const { refused, wanted } = changedTopics(person.topics, choice.wanted);
    const entries = keys.flatMap((key) => refused.map((id) => entryOf(key, { kind: "topic", id }, null)));
    await keepSuppressions(tx, entries, by);
    await takeBackRefusals(tx, keys, wanted);
  }
  await suppressionsChanged(tx, keys, moment);
}
