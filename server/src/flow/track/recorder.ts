import { type Moment, momentIn, type NewSignal, record } from "../../ledger/index.ts";
import { type Database, inWorkspace, type Tx } from "../../platform/db/index.ts";
import type { Fetched } from "./fetched.ts";
import { GroupCommit } from "./group-commit.ts";
import { Judge } from "./judge.ts";
import { readTrackedEmails, type TrackedEmail } from "./queries.ts";

export interface RecorderParts {
  readonly database: Database;
  readonly onCommitted: (workspaceId: string) => void;
}

/** Records what recipients and their machines do, by group commit. */
export class Recorder {
  readonly #database: Database;
  readonly #judge = new Judge();
  readonly #commits: GroupCommit<Fetched, boolean>;

  constructor({ database, onCommitted }: RecorderParts) {
    this.#database = database;
    const commit = (workspaceId: string, batch: readonly Fetched[]) => this.#commit(workspaceId, batch);
    this.#commits = new GroupCommit({ commit, onCommitted });
  }

  /** Resolves once durable; false where the workspace has no such email. */
  record(fetched: Fetched): Promise<boolean> {
    return this.#commits.add(fetched);
  }

  drain(): Promise<void> {
    return this.#commits.drain();
  }

  #commit(workspaceId: string, batch: readonly Fetched[]): Promise<boolean[]> {
    return inWorkspace(this.#database, workspaceId, async (tx) => {
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
