import type { ResponseOf } from "@haste/contract/client";
import { type SequenceLedger, sequenceRoutes } from "../../server/src/catalog/sequences/index.ts";
import { inWorkspace } from "../../server/src/platform/db/index.ts";
import { callRoute, type Sent } from "./call-route.ts";
import type { Caller } from "./work-context.ts";

type Sequence = ResponseOf<"GET /sequences/:id">;
export type SequenceKey = keyof ReturnType<typeof sequenceRoutes>;

/** A sequence of two emails, as a person writes them. */
export const first = { content: { subject: "Hi {{ contact.firstName }}", htmlContent: "<p>Hello</p>" } };
export const second = { delay: { value: 2, unit: "days" }, content: { htmlContent: "<p>Again</p>" } };

/** Stands for a step where somebody stands at none. */
export const noStep = "00000000-0000-0000-0000-000000000000";

/** Calls the routes of sequences; what they ask the ledger is noted instead of done. */
export class SequenceDesk {
  caller: Caller;
  publicUrl = "http://127.0.0.1:8080";
  /** What the ledger was asked: the question, the sequence, what came with it. */
  asked: [string, string, unknown?][] = [];
  readonly #routes: ReturnType<typeof sequenceRoutes>;
  #named = 0;

  constructor(caller: Caller) {
    this.caller = caller;
    const note = (question: string) => async (_ctx: unknown, id: string, more?: unknown) => {
      this.asked.push(more === undefined ? [question, id] : [question, id, more]);
    };
    const ledger: SequenceLedger = {
      parkSequence: note("park"),
      resumeSequence: note("resume"),
      stopSequence: note("stop"),
      movePeople: async (_ctx, { after }) => {
        this.asked.push(["move", after.sequenceId]);
      },
      sequenceChanged: note("changed"),
    };
    this.#routes = sequenceRoutes({ ledger, publicUrl: () => this.publicUrl });
  }

  call<K extends SequenceKey>(key: K, sent: Sent = {}, as: Partial<Caller> = {}): Promise<ResponseOf<K>> {
    return callRoute(this.#routes, key, { ...this.caller, ...as }, sent);
  }

  /** A draft of two emails, unless `body` says otherwise, under a name of its own. */
  create(body: Record<string, unknown> = {}): Promise<Sequence> {
    this.#named += 1;
    return this.call("POST /sequences", { body: { name: `Founders ${this.#named}`, steps: [first, second], ...body } });
  }

  get(id: string, include?: string): Promise<Sequence> {
    return this.call("GET /sequences/:id", { params: { id }, query: { include } });
  }

  put(id: string, body: Record<string, unknown>): Promise<Sequence> {
    return this.call("PUT /sequences/:id", { params: { id }, body });
  }

  remove(id: string): Promise<undefined> {
    return this.call("DELETE /sequences/:id", { params: { id } });
  }

  activate(id: string, override?: readonly string[], as: Partial<Caller> = {}) {
    const body = override === undefined ? undefined : { override };
    return this.call("POST /sequences/:id/activate", { params: { id }, body }, as);
  }

  pause(id: string): Promise<Sequence> {
    return this.call("POST /sequences/:id/pause", { params: { id } });
  }

  publish(id: string, body: Record<string, unknown> = {}, as: Partial<Caller> = {}) {
    return this.call("POST /sequences/:id/publish", { params: { id }, body }, as);
  }

  revert(id: string, version: number) {
    return this.call("POST /sequences/:id/revert", { params: { id }, body: { version } });
  }

  complete(id: string): Promise<Sequence> {
    return this.call("POST /sequences/:id/complete", { params: { id } });
  }

  /** Writes what the ledger would count: step, status and number of people. */
  seedPeople(sequenceId: string, counts: readonly (readonly [string, string, number])[]): Promise<void> {
    const { db, workspaceId } = this.caller;
    return inWorkspace(db, workspaceId, async (tx) => {
      for (const [stepId, status, people] of counts) {
        await tx.rows(
          "insert into enrollment_counts (workspace_id, sequence_id, step_id, status, people) values ($1, $2, $3, $4, $5)",
          [workspaceId, sequenceId, stepId, status, people],
        );
      }
    });
  }
}

/** The ids of a sequence's steps in their order; what is missing is no id and would be refused. */
export function idsOf({ steps }: Pick<Sequence, "steps">): [string, string, string] {
  const [a = "", b = "", c = ""] = steps.map((step) => step.id);
  return [a, b, c];
}
