import { registerHooks } from "node:module";

/** One change of the product's own text, in one file, that makes it wrong. */
interface Fault {
  /** Ends the path of the file. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly put: string;
}

/**
 * Mistakes a sending product has really been made with. A checker that does not see every one of them proves nothing
 * about the product without them.
 */
export const faults = {
  "the mark is skipped": {
    file: "flow/send/lane.ts",
    find: "asked ??= this.#mark(job, connection);",
    put: 'asked ??= Promise.resolve("go");',
  },
  "the last look does not ask whose claim it is": {
    file: "ledger/queries/last-look.ts",
    find: "and e.claim_id = x.claim_id and e.status = 'scheduled'",
    put: "and e.status <> 'canceled'",
  },
  "results wait for a batch of their own": {
    file: "flow/send/lane.ts",
    find: "void this.#record(batch, result, { unmarked, attempt: attemptRow(job, result, trace) });",
    put: "setTimeout(() => void this.#record(batch, signal), 1_500);",
  },
  "recovery sends again what was on the wire": {
    file: "ledger/sending.ts",
    find: 'if (email.status === "scheduled") {\n      email.claim_id = null;',
    put: 'if (email.status === "scheduled" || email.status === "sending") {\n      email.status = "scheduled"; email.claim_id = null;',
  },
  "recovery forgets what was only claimed": {
    file: "ledger/sending.ts",
    find: "email.due_at = email.send_at;",
    put: "",
  },
  "emails get no wake-up": {
    file: "ledger/write-plan.ts",
    find: "for (const [accountId, sendAt] of firstPerAccount) changes.wake(stages.send, accountId, sendAt);",
    put: "",
  },
  "a mail without an answer is tried again": {
    file: "flow/send/judge-outcome.ts",
    find: 'kind: "uncertain", meta: { reason: outcome.reason }',
    put: 'kind: "deferred", meta: { retryAt: now }',
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** Lets this process load the product with one mistake in it; refuses where the text to change is not there. */
export function plant(name: FaultName): void {
  const { file, find, put } = faults[name];
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/server/src/${file}`)) return loaded;
      const text = String(loaded.source);
      if (text.split(find).length !== 2) throw new Error(`"${find}" does not stand once in ${file}`);
      return { ...loaded, source: text.replace(find, () => put) };
    },
  });
}
