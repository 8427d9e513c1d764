import { type Moment, momentIn, type NewSignal, record } from "../../ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Fetched } from "./fetched.ts";
import { Judge } from "./judge.ts";
import { readTrackedEmails, type TrackedEmail } from "./queries.ts";

interface Waiting {
  readonly fetched: Fetched;
  readonly resolve: (known: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export interface RecorderParts {
  readonly database: Database;
  readonly onCommitted: (workspaceId: string) => void;
}

/**
 * Group commit for tracking: what arrives while a commit is under way goes with the next one, and an answer leaves only
 * after its commit. So a burst costs a few transactions, and nothing that was answered can be lost.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #judge = new Judge();
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Resolves once durable; false where the workspace has no such email. */
  record(fetched: Fetched): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const list = this.#waiting.get(fetched.workspaceId) ?? [];
      list.push({ fetched, resolve, reject });
      this.#waiting.set(fetched.workspaceId, list);
      this.#go(fetched.workspaceId);
    });
  }

  async drain(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  #go(workspaceId: string): void {
    if (this.#running.has(workspaceId)) return;
    this.#running.set(workspaceId, this.#commitWhileWaiting(workspaceId));
  }

  async #commitWhileWaiting(workspaceId: string): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    for (;;) {
      const batch = this.#waiting.get(workspaceId)?.splice(0, 500) ?? [];
      if (batch.length === 0) {
        // In one breath with the look: whoever comes later starts a run of its own.
        this.#waiting.delete(workspaceId);
        this.#running.delete(workspaceId);
        return;
      }
      try {
        const known = await this.#commit(
          workspaceId,
          batch.map((one) => one.fetched),
        );
        for (const [index, one] of batch.entries()) one.resolve(known[index] === true);
        this.#parts.onCommitted(workspaceId);
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
  }

  #commit(workspaceId: string, batch: readonly Fetched[]): Promise<boolean[]> {
    return inWorkspace(this.#parts.database, workspaceId, async (tx) => {
      const emails = await readTrackedEmails(tx, [...new Set(batch.map((one) => one.emailId))]);
      const [first] = batch;
      if (first === undefined) return [];
      const moment = await momentIn(tx, first.machineAt);
      await record(tx, await this.#signalsOf(tx, { batch, emails, moment }), moment);
      return batch.map((fetched) => emails.has(fetched.emailId));
    });
  }

  async #signalsOf(tx: Tx, { batch, emails, moment }: Batch): Promise<NewSignal[]> {
    const known = batch.flatMap((fetched) => {
      const email = emails.get(fetched.emailId);
      return email === undefined ? [] : [{ fetched, email }];
    });
    const judged = await this.#judge.open(tx, known, moment.now);
    return known.map(({ fetched, email }) => ({
      ...(fetched.kind === "unsubscribed" ? unsubscribed(fetched) : judged({ ...fetched, kind: fetched.kind }, email)),
      occurredAt: moment.now,
      emailId: email.id,
      contactId: email.contact_id,
      enrollmentId: email.enrollment_id,
      link: fetched.link,
    }));
  }
}

interface Batch {
  readonly batch: readonly Fetched[];
  readonly emails: ReadonlyMap<string, TrackedEmail>;
  readonly moment: Moment;
}

/** A second press is the same wish: it answers the same and changes nothing. */
function unsubscribed({ by, agent, emailId }: Fetched): Pick<NewSignal, "kind" | "actor" | "meta" | "key"> {
  const meta = { by: by ?? "page", agent: agent.slice(0, 300) };
  return { kind: "unsubscribed", actor: "human", meta, key: `unsubscribed ${emailId}` };
}
