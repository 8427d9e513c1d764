import { randomUUID } from "node:crypto";
import type { ResponseOf } from "@haste/contract/client";
import { asInstant } from "@haste/engine/base";
import { sequenceRoutes } from "../../server/src/catalog/sequences/index.ts";
import { enrollPeople, momentOf, removePerson } from "../../server/src/ledger/index.ts";
import { inWorkspace } from "../../server/src/platform/db/index.ts";
import { ledgerPorts } from "../../server/src/wiring/ledger-ports.ts";
import { callRoute, type Sent } from "./call-route.ts";
import { first, idsOf, type SequenceKey, second } from "./sequences.ts";
import { asCaller, type Caller } from "./work-context.ts";

const routes = sequenceRoutes({ publicUrl: () => "http://127.0.0.1:8080", ledger: ledgerPorts.sequences });

/** Where somebody stands, as the row says. */
export interface Whereabouts {
  readonly status: string;
  readonly version: number;
  readonly step: string | null;
  readonly isDue: boolean;
}

/** An active sequence with the real ledger behind it, and people before its steps. */
export class LivingSequence {
  caller: Caller;
  readonly id: string;
  readonly steps: readonly [string, string, string];

  private constructor(caller: Caller, sequence: ResponseOf<"POST /sequences">) {
    this.caller = caller;
    this.id = sequence.id;
    this.steps = idsOf(sequence);
  }

  /** Three emails, the second and third two days after the one before, unless told otherwise. */
  static async start(caller: Caller, body: Record<string, unknown> = {}): Promise<LivingSequence> {
    const whole = { name: `Founders ${randomUUID()}`, steps: [first, second, second], ...body };
    const sequence = await callRoute(routes, "POST /sequences", caller, { body: whole });
    const living = new LivingSequence(caller, sequence);
    await living.call("POST /sequences/:id/activate");
    return living;
  }

  call<K extends SequenceKey>(key: K, sent: Sent = {}, as: Partial<Caller> = {}): Promise<ResponseOf<K>> {
    return callRoute(routes, key, { ...this.caller, ...as }, { ...sent, params: { id: this.id, ...sent.params } });
  }

  put(body: Record<string, unknown>) {
    return this.call("PUT /sequences/:id", { body });
  }

  publish(body: Record<string, unknown> = {}, as: Partial<Caller> = {}) {
    return this.call("POST /sequences/:id/publish", { body }, as);
  }

  revert(version: number) {
    return this.call("POST /sequences/:id/revert", { body: { version } });
  }

  /** Somebody new before this step, due in so many minutes. */
  async stand(currentStepId: string, dueInMinutes = 1, sequenceVersion = 1): Promise<string> {
    const [id, contactId] = [randomUUID(), randomUUID()];
    await asCaller(this.caller, async (ctx) => {
      await ctx.tx.rows("insert into contacts (workspace_id, id, email, email_key) values ($1, $2, $3, $3)", [
        this.caller.workspaceId,
        contactId,
        `${contactId}@example.com`,
      ]);
      const stepDueAt = asInstant(ctx.now.getTime() + dueInMinutes * 60_000);
      const none = { sendingAccountId: null, enrolledBy: null, context: {} };
      const person = { id, sequenceId: this.id, contactId, sequenceVersion, currentStepId, stepDueAt, ...none };
      await enrollPeople(ctx.tx, [person], momentOf(ctx));
    });
    return id;
  }

  whereabouts(ids: readonly string[]): Promise<Whereabouts[]> {
    return inWorkspace(this.caller.db, this.caller.workspaceId, (tx) =>
      tx.rows<Whereabouts>(
        `select status, sequence_version as version, current_step_id as step, due_at is not null as "isDue"
           from sequence_enrollments where id = any($1) order by array_position($1, id)`,
        [ids],
      ),
    );
  }

  /** When their step falls due. */
  async dueAt(id: string): Promise<string | null> {
    const rows = await inWorkspace(this.caller.db, this.caller.workspaceId, (tx) =>
      tx.rows<{ at: Date | null }>("select step_due_at as at from sequence_enrollments where id = $1", [id]),
    );
    return rows[0]?.at?.toISOString() ?? null;
  }

  /** Ends somebody's way, as the ledger would. */
  async finish(id: string): Promise<void> {
    await asCaller(this.caller, async (ctx) => {
      await removePerson(ctx.tx, id, momentOf(ctx));
    });
  }
}
