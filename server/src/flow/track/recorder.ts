import { actorRulesVersion, type FetchEvidence, judgeActor } from "@haste/engine/track";
import { momentIn, type NewSignal, record } from "../../ledger/index.ts";
import { type Database, inWorkspace } from "../../platform/db/index.ts";
import { GroupCommit } from "./group-commit.ts";
import { readTrackedEmails } from "./queries.ts";

/** One thing a recipient or a machine did at a public address. */
export interface Fetched {
  readonly workspaceId: string;
  readonly emailId: string;
  readonly kind: "opened" | "clicked" | "unsubscribed";
  readonly link: number | null;
  readonly agent: string;
  readonly looksAhead: boolean;
  readonly machineAt: Date;
  /** How an unsubscribe arrived. */
  readonly by?: "one-click" | "page";
}

export interface RecorderParts {
  readonly database: Database;
  readonly onCommitted: (workspaceId: string) => void;
}

/** Records what recipients and their machines do, by group commit. */
export class Recorder {
  readonly #database: Database;
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
      const signals = batch.flatMap((fetched): NewSignal[] => {
        const email = emails.get(fetched.emailId);
        if (email === undefined) return [];
        const sinceSentMs = email.sent_at === null ? null : moment.now - email.sent_at.getTime();
        return [
          {
            ...judged(fetched, sinceSentMs),
            occurredAt: moment.now,
            emailId: email.id,
            contactId: email.contact_id,
            enrollmentId: email.enrollment_id,
            link: fetched.link,
          },
        ];
      });
      await record(tx, signals, moment);
      return batch.map((fetched) => emails.has(fetched.emailId));
    });
  }
}

function judged(fetched: Fetched, sinceSentMs: number | null): Pick<NewSignal, "kind" | "actor" | "meta" | "key"> {
  const agent = fetched.agent.slice(0, 300);
  if (fetched.kind === "unsubscribed") {
    // A second press is the same wish: it answers the same and changes nothing.
    return {
      kind: "unsubscribed",
      actor: "human",
      meta: { by: fetched.by ?? "page", agent },
      key: `unsubscribed ${fetched.emailId}`,
    };
  }
  const evidence: FetchEvidence = { kind: fetched.kind, agent, sinceSentMs, looksAhead: fetched.looksAhead };
  const { actor, rule } = judgeActor(evidence);
  return {
    kind: fetched.kind,
    actor,
    meta: { agent, rule, rules: actorRulesVersion, ...(sinceSentMs === null ? {} : { delayMs: sinceSentMs }) },
    key: null,
  };
}
