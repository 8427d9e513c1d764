import { createHash } from "node:crypto";
import { fieldsOf } from "@haste/engine/condition";
import {
  type EnrollmentState,
  factsAfter,
  pull,
  type TriggerEmail,
  triggerHolds,
  triggersMet,
} from "@haste/engine/react";
import { zoneOf } from "@haste/engine/schedule";
import type { Definition, Trigger } from "@haste/engine/sequence";
import type { Signal } from "@haste/engine/track";
import type { Tx } from "../platform/db/index.ts";
import type { Changes } from "./changes.ts";
import { enterInto } from "./enter-sequences.ts";
import { readFacts } from "./load-facts.ts";
import type { LockedEnrollment } from "./queries/enrollments.ts";
import { takeSignalKeys } from "./queries/signals.ts";

export interface Firing {
  readonly signal: Signal;
  readonly email: TriggerEmail | null;
  /** The person as the signal found them, under lock. */
  readonly one: LockedEnrollment;
  readonly definition: Definition;
}

/**
 * Does what the triggers of a person's version say of a signal, each once in an episode. `after` is where the reaction
 * left them; answers where the triggers did. A person whom this very signal stopped still gets the task it asks for.
 */
export async function fireTriggers(
  tx: Tx,
  firing: Firing,
  after: EnrollmentState,
  changes: Changes,
): Promise<EnrollmentState> {
  let state = after;
  for (const trigger of await due(tx, firing)) {
    state = await fire(tx, { ...firing, trigger, state }, changes);
  }
  return state;
}

async function due(tx: Tx, { signal, email, one, definition }: Firing): Promise<Trigger[]> {
  const met = triggersMet(definition.settings.triggers, one.state, signal, email);
  const asked = met.flatMap((trigger) => (trigger.if ? fieldsOf(trigger.if).map(({ field }) => field) : []));
  const asksEmails = asked.some((field) => field.startsWith("email.") || field === "reply.class");
  const asking = asked.length === 0 ? [] : [{ id: one.state.id, definition }];
  const known = (await readFacts(tx, asking, asksEmails)).get(one.state.id);
  const facts = known === undefined ? null : factsAfter(known, signal, email);
  const seed = `${tx.workspaceId} ${one.state.contactId} ${one.state.sequenceId}`;
  const holding = met.filter((trigger) => {
    return !trigger.if || (facts !== null && triggerHolds(trigger, facts, { now: signal.occurredAt, seed }));
  });
  if (holding.length === 0) return [];
  // The same memory that catches replays: what fired once in this episode never fires in it again.
  const keys = holding.map(({ id }) => createHash("sha256").update(`trigger ${one.state.id} ${id}`).digest());
  const short = keys.map((key) => key.subarray(0, 16));
  const at = new Date(signal.occurredAt);
  const fresh = await takeSignalKeys(
    tx,
    short,
    short.map(() => at),
  );
  return holding.filter((_, place) => fresh.has(short[place]?.toString("hex") ?? ""));
}

interface Shot extends Firing {
  readonly trigger: Trigger;
  readonly state: EnrollmentState;
}

async function fire(tx: Tx, shot: Shot, changes: Changes): Promise<EnrollmentState> {
  const { signal, one, definition, trigger, state } = shot;
  const what = trigger.do;
  switch (what.action) {
    case "move":
    case "stop": {
      const around = { definition, zone: zoneOf({ contactZone: one.contactZone }, definition) };
      const pulled = pull(state, what, signal.occurredAt, around);
      if (pulled.cancelsWaiting) changes.cancelWaiting(state.id);
      return pulled.enrollment;
    }
    case "enroll": {
      const row = {
        contact_id: state.contactId,
        timezone: one.contactZone,
        sending_account_id: one.sendingAccountId,
        // A deal that was won is no longer the newest open one: only its name leads to it.
        deal_id: signal.meta.dealId ?? one.dealId,
      };
      await enterInto(tx, [{ sequenceId: what.sequenceId, row }], changes);
      return state;
    }
    case "task": {
      const { id: enrollmentId, contactId, sequenceId, sequenceVersion } = state;
      changes.askTask({ enrollmentId, contactId, sequenceId, sequenceVersion, title: what.title, isNamed: false });
      return state;
    }
    case "deal_stage": {
      const dealId = signal.meta.dealId ?? one.dealId ?? null;
      changes.askDealMove({ contactId: state.contactId, dealId, stage: what.stage });
      return state;
    }
  }
}
